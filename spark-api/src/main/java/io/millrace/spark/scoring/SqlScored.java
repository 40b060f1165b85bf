package io.millrace.spark.scoring;

import io.millrace.api.FittedTransformer;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A fitted transformer that selects, computes and filters with expressions of Spark SQL alone: its
 * portable form is read from what it does to a frame.
 */
public interface SqlScored extends FittedTransformer<Dataset<Row>>, ScoringExport<Dataset<Row>> {
  @Override
  default List<ScoringStep> scoring(Dataset<Row> frame) {
    return SqlScoring.between(frame, apply(frame));
  }
}
