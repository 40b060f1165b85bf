/** Stages that make one frame of several. */
@NullMarked
package io.millrace.stages.combine;

import org.jspecify.annotations.NullMarked;
