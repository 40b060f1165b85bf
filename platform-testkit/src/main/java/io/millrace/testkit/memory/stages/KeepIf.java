package io.millrace.testkit.memory.stages;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code transform/keep-if}: the rows whose value in a column fits. It can't be exported, so that a
 * plan for a portable package can be refused.
 */
record KeepIf(Options options, Calls calls) implements Transformer<Table> {
  /** Options of {@code transform/keep-if}. */
  @Exclusive(
      value = {"atLeast", "equalTo"},
      oneRequired = true)
  public record Options(
      @Help("The column that is looked at") @InputColumn String column,
      @Help("Rows with this number or a larger one stay") @Nullable Double atLeast,
      @Help("Rows with this text stay") @Nullable String equalTo) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "transform/keep-if",
        StageKind.TRANSFORMER,
        Options.class,
        "Keeps the rows whose value in a column fits",
        "column: age\natLeast: 18",
        options -> new KeepIf(options, new Calls(log, "transform/keep-if")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    boolean numeric = input.column(options.column()).map(c -> c.type().isNumeric()).orElse(true);
    if (options.atLeast() != null && !numeric) {
      Column column = input.require(options.column());
      problems.report(
          "atLeast",
          StandardError.COLUMN_TYPE,
          "column '" + column.name() + "' is " + column.type().text() + ", no number");
    }
    return input;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.column()));
  }

  @Override
  public boolean learns() {
    return false;
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
  public Fit<Table> fit(Table train, StageContext<Table> context) {
    return Fit.of(new Kept(options, calls.note("fit", context)));
  }

  @Override
  public FittedTransformer<Table> load(StateDirectory state) {
    calls.note("load");
    return new Kept(options, calls);
  }

  /** The condition; a null never fits. */
  private record Kept(Options options, Calls calls) implements FittedTransformer<Table> {
    @Override
    public Table apply(Table frame) {
      calls.note("apply");
      int at = frame.indexOf(options.column());
      return frame.filter(row -> fits(row.get(at)));
    }

    private boolean fits(@Nullable Object value) {
      Double least = options.atLeast();
      if (least != null) {
        return value instanceof Number number && number.doubleValue() >= least;
      }
      return value != null && value.toString().equals(options.equalTo());
    }

    @Override
    public void save(StateDirectory state) {}
  }
}
