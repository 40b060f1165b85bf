package io.millrace.testkit.memory.stages;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.error.Problems;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Set;

/** {@code transform/drop-column}: the frame without some columns. */
record DropColumn(Options options, Calls calls) implements Transformer<Table>, Exportable {
  /** Options of {@code transform/drop-column}. */
  public record Options(@Help("The columns to drop") @InputColumn @NotEmpty List<String> columns) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "transform/drop-column",
        StageKind.TRANSFORMER,
        Options.class,
        "Drops columns",
        "columns: [name]",
        options -> new DropColumn(options, new Calls(log, "transform/drop-column")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    return input.without(Set.copyOf(options.columns()));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of());
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
  public Set<ExportForm> exportForms() {
    return Set.of(ExportForm.SCORING);
  }

  @Override
  public Fit<Table> fit(Table train, StageContext<Table> context) {
    return Fit.of(new Dropped(Set.copyOf(options.columns()), calls.note("fit", context)));
  }

  @Override
  public FittedTransformer<Table> load(StateDirectory state) {
    calls.note("load");
    return new Dropped(Set.copyOf(options.columns()), calls);
  }

  /** The columns to drop; those that are not there, as when scoring, don't matter. */
  private record Dropped(Set<String> columns, Calls calls)
      implements FittedTransformer<Table>, ScoringExport<Table> {
    @Override
    public Table apply(Table frame) {
      calls.note("apply");
      return frame.without(columns);
    }

    @Override
    public List<ScoringStep> scoring(Table frame) {
      return List.of();
    }

    @Override
    public void save(StateDirectory state) {}
  }
}
