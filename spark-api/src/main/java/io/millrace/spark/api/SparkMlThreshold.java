package io.millrace.spark.api;

import java.util.List;
import org.apache.spark.ml.Transformer;

/**
 * An optional power of models: the stock form of a classifier of two classes that decides by a
 * threshold.
 */
public interface SparkMlThreshold extends SparkMlExport {
  /**
   * As {@link #sparkMl}, but deciding for a class if its score exceeds the threshold.
   *
   * @param positive the place of that class, 0 or 1
   * @param threshold of its probability, from 0 to 1; of its raw score, if the model gives no
   *     probabilities
   * @throws io.millrace.api.error.MillraceException NOT_SERVABLE, if the stock class takes none
   */
  List<Transformer> sparkMl(int positive, double threshold);
}
