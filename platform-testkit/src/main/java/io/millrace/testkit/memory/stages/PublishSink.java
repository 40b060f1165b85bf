package io.millrace.testkit.memory.stages;

import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.Stage;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code sink/publish}: a new version of a feature table. */
record PublishSink(Options options, Calls calls) implements Sink<Table> {
  /** Options of {@code sink/publish}. */
  public record Options(
      @Help("The feature table") String table,
      @Help("The columns that identify a row") @Default("[]") @InputColumn List<String> keys,
      @Help("What happens to the rows of the version before") @Default("overwrite")
          Publication.Mode mode,
      @Help("Whether new columns may be added and types widened") @Default("false")
          boolean evolve) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "sink/publish",
        StageKind.SINK,
        Options.class,
        "Publishes the frame as a new version of a feature table",
        "table: houses\nkeys: [id]",
        checked(log));
  }

  private static Function<Options, Stage<Table>> checked(CallLog log) {
    return options -> {
      if (options.mode() == Publication.Mode.MERGE && options.keys().isEmpty()) {
        throw new IllegalArgumentException("mode merge needs keys");
      }
      return new PublishSink(options, new Calls(log, "sink/publish"));
    };
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = inputs.getOrDefault("input", Schema.unknown());
    // What is read back may hold more columns and rows: those of the versions before.
    return options.evolve() ? Schema.unknown() : input;
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return false;
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Table> context) {
    return context.features().version(options.table(), version(receipt)).isPresent();
  }

  private static long version(Receipt receipt) {
    return Long.parseLong(receipt.facts().getOrDefault("version", ""));
  }

  @Override
  public Receipt write(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("write", context);
    FeatureVersion version =
        context
            .features()
            .publish(
                Inputs.main(inputs),
                new Publication(options.table(), options.mode(), options.keys(), options.evolve()),
                context.effect());
    context.fact("table", version.table() + " version " + version.version());
    return new Receipt(
        Map.of("table", version.table(), "version", Long.toString(version.version())));
  }

  @Override
  public Table reopen(Receipt receipt, Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("reopen", context);
    return context.features().read(options.table(), version(receipt));
  }

  @Override
  public Table withoutWriting(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("withoutWriting", context);
    return Inputs.main(inputs);
  }
}
