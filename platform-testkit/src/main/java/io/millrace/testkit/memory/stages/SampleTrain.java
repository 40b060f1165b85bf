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
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.ContentHash;
import io.millrace.testkit.memory.Table;

/** {@code transform/sample-train}: a share of the training rows, by their hash. */
record SampleTrain(Options options, Calls calls) implements Transformer<Table> {
  private static final String SEED = "seed.txt";

  /** Options of {@code transform/sample-train}. */
  public record Options(
      @Help("The share of the training rows that stays")
          @Range(min = 0, minExclusive = true, max = 1)
          double fraction) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "transform/sample-train",
        StageKind.TRANSFORMER,
        Options.class,
        "Keeps a share of the training rows",
        "fraction: 0.5",
        options -> new SampleTrain(options, new Calls(log, "transform/sample-train")));
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    return input;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.ofAll();
  }

  /**
   * It looks at no row, but the seed that it gets when fitted has to be saved like what is learnt.
   */
  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.TRAINING;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Fit<Table> fit(Table train, StageContext<Table> context) {
    Calls known = calls.note("fit", context);
    return Fit.of(new Sampled(options.fraction(), context.seed(), known));
  }

  @Override
  public FittedTransformer<Table> load(StateDirectory state) {
    calls.note("load");
    return new Sampled(options.fraction(), Long.parseLong(state.readText(SEED)), calls);
  }

  /** The share and the seed that it is drawn with. */
  private record Sampled(double fraction, long seed, Calls calls)
      implements FittedTransformer<Table> {
    @Override
    public Table apply(Table frame) {
      calls.note("apply");
      return frame.filter(row -> ContentHash.fraction(seed, row) < fraction);
    }

    @Override
    public void save(StateDirectory state) {
      state.writeText(SEED, Long.toString(seed));
    }
  }
}
