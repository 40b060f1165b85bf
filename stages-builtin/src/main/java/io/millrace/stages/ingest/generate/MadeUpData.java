package io.millrace.stages.ingest.generate;

import io.millrace.api.schema.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One kind of made-up data. A row depends on the seed and its number alone, so that the same rows
 * come out however the frame is cut.
 */
interface MadeUpData {
  /** The columns; the one that tells the truth behind the label only if asked for. */
  Schema schema(boolean withTruth);

  /** The rows of a frame of row numbers named {@code id}, columns as in {@link #schema}. */
  Dataset<Row> frame(Dataset<Row> numbers, long seed, boolean withTruth);

  /** What the best possible score is a figure of, as {@code best possible auc}. */
  String bestName();

  /** The best possible score, and over what. */
  String best();

  /** Counted up whenever other rows come out of the same seed. */
  int edition();
}
