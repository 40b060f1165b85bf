/** Tests of the splitters. */
@NullMarked
package io.millrace.stages.split;

import org.jspecify.annotations.NullMarked;
