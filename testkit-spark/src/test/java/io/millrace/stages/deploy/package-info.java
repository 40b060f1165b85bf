/** Tests of the built-in deployers. */
@NullMarked
package io.millrace.stages.deploy;

import org.jspecify.annotations.NullMarked;
