/** Writes what a container of a model, its place in a Kubernetes cluster, and its training need. */
@NullMarked
package io.millrace.stages.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
