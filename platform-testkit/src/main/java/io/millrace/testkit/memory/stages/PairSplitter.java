package io.millrace.testkit.memory.stages;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code split/pair}: two frames that are already apart, named {@code train} and {@code test}. */
record PairSplitter(Calls calls) implements Splitter<Table> {
  private static final Set<String> NAMES = Set.of("train", "test");

  /** {@code split/pair} has no options. */
  public record Options() {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "split/pair",
        StageKind.SPLITTER,
        Options.class,
        "Takes training and test rows from the inputs named train and test",
        "",
        options -> new PairSplitter(new Calls(log, "split/pair")));
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    if (!inputs.keySet().equals(NAMES)) {
      problems.report(
          "",
          StandardError.UNKNOWN_INPUT,
          "split/pair reads two inputs; write from: { train: STAGE, test: STAGE }");
      return Schema.unknown();
    }
    Schema train = inputs.getOrDefault("train", Schema.unknown());
    Schema test = inputs.getOrDefault("test", Schema.unknown());
    if (train.isKnown() && test.isKnown() && !train.equals(test)) {
      problems.report(
          "",
          StandardError.SCHEMA_MISMATCH,
          "train has the columns %s, test has %s".formatted(train, test));
    }
    return train;
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    return Set.of(Part.TRAIN, Part.TEST);
  }

  @Override
  public List<Parts<Table>> split(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("split", context);
    return List.of(
        Parts.of(
            Map.of(
                Part.TRAIN, Inputs.named(inputs, "train"),
                Part.TEST, Inputs.named(inputs, "test"))));
  }
}
