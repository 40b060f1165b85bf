/** Tests of the built-in stages on the shared session. */
@NullMarked
package io.millrace.stages;

import org.jspecify.annotations.NullMarked;
