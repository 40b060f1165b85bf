/** Stages that write a frame before a split. */
@NullMarked
package io.millrace.stages.sink;

import org.jspecify.annotations.NullMarked;
