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
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code evaluate/error}: how far predicted numbers are from the truth. */
record ErrorEvaluator(Calls calls) implements Evaluator<Table> {
  /** {@code evaluate/error} has no options. */
  public record Options() {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "evaluate/error",
        StageKind.EVALUATOR,
        Options.class,
        "Root mean squared and mean absolute error of predicted numbers",
        "",
        options -> new ErrorEvaluator(new Calls(log, "evaluate/error")));
  }

  @Override
  public List<MetricSpec> metrics() {
    return List.of(MetricSpec.loss("rmse"), MetricSpec.loss("mae"));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    boolean fits =
        predictions
            .column(Model.PREDICTION)
            .map(column -> column.type() == Simple.DOUBLE)
            .orElse(!predictions.isKnown());
    if (!fits) {
      problems.report("", StandardError.COLUMN_TYPE, "evaluate/error needs a predicted number");
    }
  }

  @Override
  public Evaluation evaluate(Predictions<Table> predictions, StageContext<Table> context) {
    calls.note("evaluate", context);
    String label = predictions.label().orElseThrow();
    List<Object> truths = predictions.frame().column(label);
    List<Object> predicted = predictions.frame().column(Model.PREDICTION);
    double squares = 0;
    double distances = 0;
    for (int i = 0; i < truths.size(); i++) {
      double error = (Double) predicted.get(i) - (Double) truths.get(i);
      squares += error * error;
      distances += Math.abs(error);
    }
    context.rows(truths.size());
    return figures(context.stage(), truths.size(), squares, distances);
  }

  private static Evaluation figures(String stage, int rows, double squares, double distances) {
    if (rows == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "stage '" + stage + "' has no row to evaluate");
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rmse", Math.sqrt(squares / rows));
    metrics.put("mae", distances / rows);
    return new Evaluation(metrics);
  }
}
