package io.millrace.testkit.memory.stages;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import java.util.List;

/**
 * {@code train/debias}: takes the mean error on rows that a model has not seen off what it says.
 */
record Debias(Options options, Calls calls) implements Refiner<Table> {
  /** Options of {@code train/debias}. */
  public record Options(
      @Help("Folds, where there is no validation part") @Default("2") @Range(min = 2) int folds) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "train/debias",
        StageKind.TRAINER,
        Options.class,
        "Takes the mean error off a model's predictions",
        "",
        options -> new Debias(options, new Calls(log, "train/debias")));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    boolean fits =
        predictions
            .column(Model.PREDICTION)
            .map(column -> column.type() == Simple.DOUBLE)
            .orElse(!predictions.isKnown());
    if (!fits) {
      problems.report("", StandardError.COLUMN_TYPE, "train/debias needs a predicted number");
    }
  }

  @Override
  public int folds() {
    return options.folds();
  }

  @Override
  public Model<Table> refine(
      Model<Table> model, List<Predictions<Table>> unseen, StageContext<Table> context) {
    calls.note("refine", context);
    double sum = 0;
    int rows = 0;
    for (Predictions<Table> predictions : unseen) {
      List<Object> truths = predictions.frame().column(predictions.label().orElseThrow());
      List<Object> predicted = predictions.frame().column(Model.PREDICTION);
      for (int i = 0; i < truths.size(); i++) {
        sum += (Double) predicted.get(i) - (Double) truths.get(i);
        rows++;
      }
    }
    if (rows == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "stage '" + context.stage() + "' has no row to learn from");
    }
    return new Debiased(model, sum / rows);
  }

  @Override
  public Model<Table> load(Model<Table> model, StateDirectory state) {
    return new Debiased(model, Double.parseDouble(state.readText("bias.txt")));
  }

  private record Debiased(Model<Table> model, double bias) implements Model<Table> {
    @Override
    public Table predict(Table frame) {
      Table predicted = model.predict(frame);
      int prediction = predicted.indexOf(PREDICTION);
      Column column = predicted.schema().require(PREDICTION);
      return predicted.with(column, row -> (Double) row.get(prediction) - bias);
    }

    @Override
    public List<String> classes() {
      return model.classes();
    }

    @Override
    public void save(StateDirectory state) {
      state.writeText("bias.txt", Double.toString(bias));
    }
  }
}
