/** Deployers: bring a finished model package to where it is used. */
@NullMarked
package io.millrace.stages.deploy;

import org.jspecify.annotations.NullMarked;
