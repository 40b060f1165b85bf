package io.millrace.testkit.memory.stages;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.SharingTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Tunable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code transform/fill-mean}: nulls become the mean of the training rows. */
record FillMean(Options options, Calls calls) implements SharingTransformer<Table>, Exportable {
  private static final String MEANS = "means.jsonl";

  /** Options of {@code transform/fill-mean}. */
  public record Options(
      @Help("The columns to fill, all of type double") @InputColumn @NotEmpty List<String> columns,
      @Help("What is added to the mean") @Default("0") @Tunable double offset) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "transform/fill-mean",
        StageKind.TRANSFORMER,
        Options.class,
        "Fills nulls with the mean of the training rows",
        "columns: [age]",
        options -> new FillMean(options, new Calls(log, "transform/fill-mean")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    Schema output = input;
    for (int i = 0; i < options.columns().size(); i++) {
      String name = options.columns().get(i);
      Column column = input.column(name).orElse(Column.nullable(name, Simple.DOUBLE));
      if (column.type() != Simple.DOUBLE) {
        problems.report(
            "columns[" + i + "]",
            StandardError.COLUMN_TYPE,
            "column '" + name + "' is " + column.type().text() + "; only double can be filled");
      }
      output = output.with(Column.required(name, column.type()));
    }
    return output;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(options.columns());
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Set<ExportForm> exportForms() {
    return Set.of(ExportForm.SCORING);
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return Optional.of(Set.copyOf(options.columns()));
  }

  @Override
  public boolean sharesPassWith(SharingTransformer<Table> other) {
    return other instanceof FillMean;
  }

  @Override
  public List<Learning<Table>> readAll(Table train, List<SharingTransformer<Table>> transformers) {
    calls.note("readAll");
    return transformers.stream().map(each -> ((FillMean) each).read(train)).toList();
  }

  @Override
  public Fit<Table> fit(Table train, StageContext<Table> context) {
    return read(train).fit(context);
  }

  private Learning<Table> read(Table train) {
    List<OptionalDouble> means = options.columns().stream().map(name -> mean(train, name)).toList();
    return context -> {
      Calls known = calls.note("fit", context);
      List<Double> filled = new ArrayList<>();
      for (int i = 0; i < means.size(); i++) {
        String name = options.columns().get(i);
        filled.add(means.get(i).orElseThrow(() -> unusable(name)) + options.offset());
      }
      Schema schema =
          Schema.of(
              options.columns().stream()
                  .map(name -> Column.required(name, Simple.DOUBLE))
                  .toList());
      return Fit.of(new Filled(Table.of(schema, List.of(filled)), known));
    };
  }

  private static OptionalDouble mean(Table train, String column) {
    return train.column(column).stream()
        .filter(Objects::nonNull)
        .mapToDouble(value -> (Double) value)
        .average();
  }

  private static MillraceException unusable(String column) {
    return new MillraceException(
        StandardError.UNUSABLE_COLUMN, "column '" + column + "' has no value in the training rows");
  }

  @Override
  public FittedTransformer<Table> load(StateDirectory state) {
    calls.note("load");
    return new Filled(TableFile.read(state.resolve(MEANS)), calls);
  }

  /** One row of means. */
  private record Filled(Table means, Calls calls)
      implements FittedTransformer<Table>, ScoringExport<Table> {
    @Override
    public Table apply(Table frame) {
      calls.note("apply");
      Table result = frame;
      for (int i = 0; i < means.schema().columns().size(); i++) {
        Column column = means.schema().columns().get(i);
        @Nullable Object mean = means.rows().get(0).get(i);
        int at = frame.indexOf(column.name());
        result = result.with(column, row -> row.get(at) == null ? mean : row.get(at));
      }
      return result;
    }

    @Override
    public List<ScoringStep> scoring(Table frame) {
      return means.schema().columns().stream()
          .map(
              column ->
                  ScoringStep.of("memory/fill-mean")
                      .reading(column.name())
                      .adding(column)
                      .with("mean", means.column(column.name()).get(0)))
          .toList();
    }

    @Override
    public void save(StateDirectory state) {
      TableFile.write(means, state.resolve(MEANS));
    }
  }
}
