/** Tests of what stands between frames and writes or checks them. */
@NullMarked
package io.millrace.stages.sink;

import org.jspecify.annotations.NullMarked;
