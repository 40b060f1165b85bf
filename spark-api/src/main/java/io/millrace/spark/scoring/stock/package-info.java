/** Tables from stock Spark ML models to portable scoring steps. */
@NullMarked
package io.millrace.spark.scoring.stock;

import org.jspecify.annotations.NullMarked;
