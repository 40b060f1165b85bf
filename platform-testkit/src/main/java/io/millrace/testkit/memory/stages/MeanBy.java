package io.millrace.testkit.memory.stages;

import io.millrace.api.ColumnUse;
import io.millrace.api.EvaluationTable;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.SharingTrainer;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code train/mean-by}: predicts the mean label of the training rows with the same value in a
 * column, drawn towards the mean of all by {@code smoothing} rows; for classification the same of
 * each class's share.
 */
record MeanBy(Options options, Calls calls) implements SharingTrainer<Table>, Exportable {
  /** Options of {@code train/mean-by}. */
  public record Options(
      @Help("The column to be predicted") String label,
      @Help("The column whose values group the rows") @InputColumn String by,
      @Help("Whether classes are predicted, not numbers") @Default("false") boolean classification,
      @Help("How many rows of the overall mean are added to each group")
          @Default("0")
          @Range(min = 0)
          @Tunable
          double smoothing,
      @Help("The column that weighs rows, of type double") @Nullable String weight,
      @Help("How often the trainer says that it reads its rows") @Default("1") @Range(min = 1)
          int passes,
      @Help("Whether the trainer says that it caches its rows itself") @Default("false")
          boolean cachesItself) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "train/mean-by",
        StageKind.TRAINER,
        Options.class,
        "Predicts the mean label of the rows with the same value in a column",
        "label: price\nby: city\nsmoothing: 1",
        options -> new MeanBy(options, new Calls(log, "train/mean-by")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    Optional<Column> label = input.column(options.label());
    if (!input.has(options.label())) {
      problems.report(
          "label",
          StandardError.UNKNOWN_COLUMN,
          "the input has no column '" + options.label() + "'");
    } else if (!options.classification()
        && label.map(c -> c.type() != Simple.DOUBLE).orElse(false)) {
      problems.report(
          "label",
          StandardError.COLUMN_TYPE,
          "label '" + options.label() + "' must be double, or classification true");
    }
    LogicalType type = label.map(Column::type).orElse(Simple.DOUBLE);
    return input.with(predictions(options.classification(), type));
  }

  /** The columns that a prediction adds. */
  static List<Column> predictions(boolean classification, LogicalType label) {
    return classification
        ? List.of(
            Column.required(Model.PREDICTION, label),
            Column.required(Model.PROBABILITY, new VectorOf(VectorOf.UNKNOWN_SIZE)))
        : List.of(Column.required(Model.PREDICTION, Simple.DOUBLE));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.by()));
  }

  @Override
  public Optional<String> label() {
    return Optional.of(options.label());
  }

  @Override
  public Optional<String> weight() {
    return Optional.ofNullable(options.weight());
  }

  @Override
  public Passes passes() {
    return new Passes(options.passes(), options.cachesItself());
  }

  @Override
  public Set<ExportForm> exportForms() {
    return Set.of(ExportForm.SCORING);
  }

  @Override
  public List<Supplier<Model<Table>>> trainAll(
      TrainingData<Table> data, List<Trainer<Table>> trials, StageContext<Table> context) {
    calls.note("trainAll", context);
    return trials.stream()
        .<Supplier<Model<Table>>>map(trial -> () -> trial.train(data, context))
        .toList();
  }

  @Override
  public Model<Table> train(TrainingData<Table> data, StageContext<Table> context) {
    Calls known = calls.note("train", context);
    context.curve(
        new EvaluationTable(
            "importance",
            List.of("feature", "importance"),
            List.of(List.of(options.by(), Double.toString(1)))));
    return new GroupMeans(options, data.train()).model(known);
  }

  @Override
  public Model<Table> load(StateDirectory state) {
    calls.note("load");
    return MeanModel.load(state, calls);
  }
}
