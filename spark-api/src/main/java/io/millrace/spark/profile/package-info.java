/** Tallies what the columns of a frame hold, in one pass. */
@NullMarked
package io.millrace.spark.profile;

import org.jspecify.annotations.NullMarked;
