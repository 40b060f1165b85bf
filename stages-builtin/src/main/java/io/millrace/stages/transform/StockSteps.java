package io.millrace.stages.transform;

import io.millrace.api.FittedTransformer;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.scoring.StockFeatureScoring;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Stock transformers that follow from what a stage learnt, applied one after another. */
record StockSteps(List<Transformer> sparkMl)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  StockSteps(Transformer... steps) {
    this(List.of(steps));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = frame;
    for (Transformer step : sparkMl) {
      result = step.transform(result);
    }
    return result;
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    return StockFeatureScoring.chain(sparkMl, frame);
  }

  @Override
  public void save(StateDirectory state) {
    throw new UnsupportedOperationException("they are made of what the stage keeps");
  }
}
