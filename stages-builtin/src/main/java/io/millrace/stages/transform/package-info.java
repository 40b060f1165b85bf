/** Transformers: turn a frame into another, row by row. */
@NullMarked
package io.millrace.stages.transform;

import org.jspecify.annotations.NullMarked;
