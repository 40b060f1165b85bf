/**
 * What an author of stages on Spark needs: the dataset token, schemas, columns, and small bases.
 */
@NullMarked
package io.millrace.spark.api;

import org.jspecify.annotations.NullMarked;
