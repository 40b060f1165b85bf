/** Tests of what is written for containers and clusters. */
@NullMarked
package io.millrace.stages.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
