package io.millrace.stages.transform;

import io.millrace.api.FittedTransformer;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.scoring.ColumnSteps;
import io.millrace.spark.scoring.StepDraft;
import io.millrace.spark.scoring.StockFeatureScoring;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Transformers of Spark ML that have steps. What {@link FittedFeature} does before and after them,
 * for the sake of nulls, the steps do themselves.
 */
record PortableFeature(FittedFeature feature)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    return feature.apply(frame);
  }

  @Override
  public void save(StateDirectory state) {
    feature.save(state);
  }

  @Override
  public List<Transformer> sparkMl() {
    return feature.sparkMl();
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    int place = 0;
    for (Map.Entry<String, String> pair : feature.pairs().outputs().entrySet()) {
      String in = FittedFeature.input(place);
      Dataset<Row> staged =
          Columns.with(frame, Map.of(in, feature.values().present(pair.getKey(), false)));
      Transformer model = feature.models().get(place);
      Map<String, String> outputs = Map.of(FittedFeature.output(place), pair.getValue());
      for (ScoringStep step : StockFeatureScoring.steps(model, staged)) {
        ScoringStep heeding = step.inputs().contains(in) ? heeding(step, pair.getKey()) : step;
        Map<String, String> inputs = new java.util.HashMap<>(outputs);
        if (step.inputs().contains(in)) {
          inputs.put(in, input(pair.getKey(), draft));
        }
        draft.add(ColumnSteps.renamed(heeding, inputs, outputs));
      }
      place++;
    }
    draft.sideBySide();
    return draft.steps();
  }

  /** Numbers of any type are taken as doubles. */
  private String input(String column, StepDraft draft) {
    return switch (feature.values()) {
      case NUMBER, VALID_NUMBER -> draft.doubles(column);
      case TEXT, WORDS, COUNTED_WORDS, VECTOR, COUNTS -> column;
    };
  }

  /** The step with what becomes of a missing value here. */
  private ScoringStep heeding(ScoringStep step, String column) {
    return switch (feature.values()) {
      case TEXT, WORDS -> step.with("missing", "null");
      case COUNTED_WORDS -> step.with("missing", "empty");
      case VALID_NUMBER -> {
        ScoringStep missing = step.with("keepNull", false);
        yield feature.refusing() ? missing.with("refusal", Values.refusal(column)) : missing;
      }
      case NUMBER, VECTOR, COUNTS -> step;
    };
  }
}
