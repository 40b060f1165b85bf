package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A splitter into folds, each of rows to learn from and rows to judge by. */
interface FoldSplitter extends Splitter<Dataset<Row>> {
  @Override
  default boolean folds() {
    return true;
  }

  @Override
  default Set<Part> parts() {
    return Set.of(Part.TRAIN, Part.VALIDATION);
  }

  /** One fold. */
  static Parts<Dataset<Row>> fold(Dataset<Row> frame, Column learnt, Column held) {
    return Parts.of(Map.of(Part.TRAIN, frame.filter(learnt), Part.VALIDATION, frame.filter(held)));
  }
}
