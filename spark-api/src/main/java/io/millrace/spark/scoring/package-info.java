/** Spark's own expressions, transformers and models in the portable scoring form. */
@NullMarked
package io.millrace.spark.scoring;

import org.jspecify.annotations.NullMarked;
