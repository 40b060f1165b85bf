/** Reads the text of records, and says what is wrong with those that can't be read. */
@NullMarked
package io.millrace.spark.api.record;

import org.jspecify.annotations.NullMarked;
