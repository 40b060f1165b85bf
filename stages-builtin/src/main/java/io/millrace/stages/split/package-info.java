/** Stages that assign rows to parts by their content. */
@NullMarked
package io.millrace.stages.split;

import org.jspecify.annotations.NullMarked;
