package io.millrace.testkit.memory.stages;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Map;

/** {@code evaluate/accuracy}: the share of rows whose class was predicted. */
record AccuracyEvaluator(Calls calls) implements Evaluator<Table> {
  /** {@code evaluate/accuracy} has no options. */
  public record Options() {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "evaluate/accuracy",
        StageKind.EVALUATOR,
        Options.class,
        "The share of rows whose class was predicted",
        "",
        options -> new AccuracyEvaluator(new Calls(log, "evaluate/accuracy")));
  }

  @Override
  public List<MetricSpec> metrics() {
    return List.of(MetricSpec.share("accuracy"));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    if (!predictions.has(Model.PROBABILITY)) {
      problems.report("", StandardError.WRONG_KIND, "evaluate/accuracy needs a classifier");
    }
  }

  @Override
  public Evaluation evaluate(Predictions<Table> predictions, StageContext<Table> context) {
    calls.note("evaluate", context);
    List<Object> truths = predictions.frame().column(predictions.label().orElseThrow());
    List<Object> predicted = predictions.frame().column(Model.PREDICTION);
    if (truths.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "stage '" + context.stage() + "' has no row to evaluate");
    }
    int right = 0;
    for (int i = 0; i < truths.size(); i++) {
      right += predicted.get(i).equals(truths.get(i)) ? 1 : 0;
    }
    context.rows(truths.size());
    return new Evaluation(Map.of("accuracy", (double) right / truths.size()));
  }
}
