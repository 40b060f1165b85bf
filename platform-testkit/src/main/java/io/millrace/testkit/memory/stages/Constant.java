package io.millrace.testkit.memory.stages;

import io.millrace.api.ColumnUse;
import io.millrace.api.Model;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Optional;

/** {@code train/constant}: predicts the same number for every row, a quantile of the labels. */
record Constant(Options options, Calls calls) implements Trainer<Table> {
  /** Options of {@code train/constant}. */
  public record Options(
      @Help("The column to be predicted, of type double") @InputColumn String label,
      @Help("Which share of the training rows lies below")
          @Default("0.5")
          @Range(min = 0, max = 1)
          @Tunable
          double quantile) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "train/constant",
        StageKind.TRAINER,
        Options.class,
        "Predicts a quantile of the labels for every row",
        "label: price",
        options -> new Constant(options, new Calls(log, "train/constant")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    return input.with(MeanBy.predictions(false, Simple.DOUBLE));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of());
  }

  @Override
  public Optional<String> label() {
    return Optional.of(options.label());
  }

  @Override
  public Optional<String> weight() {
    return Optional.empty();
  }

  @Override
  public Passes passes() {
    return new Passes(1, false);
  }

  @Override
  public Model<Table> train(TrainingData<Table> data, StageContext<Table> context) {
    calls.note("train", context);
    List<Double> labels =
        data.train().column(options.label()).stream().map(Double.class::cast).sorted().toList();
    if (labels.isEmpty()) {
      throw new MillraceException(StandardError.EMPTY_INPUT, "there is no training row");
    }
    return new Fitted(labels.get((int) Math.round(options.quantile() * (labels.size() - 1))));
  }

  @Override
  public Model<Table> load(StateDirectory state) {
    calls.note("load");
    return new Fitted(Double.parseDouble(state.readText("value.txt")));
  }

  /** What it learnt. */
  private record Fitted(double value) implements Model<Table> {
    @Override
    public Table predict(Table frame) {
      return frame.with(MeanBy.predictions(false, Simple.DOUBLE).get(0), row -> value);
    }

    @Override
    public List<String> classes() {
      return List.of();
    }

    @Override
    public void save(StateDirectory state) {
      state.writeText("value.txt", Double.toString(value));
    }
  }
}
