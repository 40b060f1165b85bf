/** Tests of what makes one frame of several. */
@NullMarked
package io.millrace.stages.combine;

import org.jspecify.annotations.NullMarked;
