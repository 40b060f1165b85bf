package io.millrace.testkit.memory.stages;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.Problems;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.ContentHash;
import io.millrace.testkit.memory.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code split/folds}, also {@code split/k-fold}, by which core makes folds: folds by the hash of
 * the whole row.
 */
record FoldsSplitter(Options options, Calls calls) implements Splitter<Table> {
  /** Options of {@code split/folds}. */
  public record Options(
      @Help("The number of folds") @Range(min = 2) int k,
      @Help("The columns whose values keep rows together") @Default("[]") List<String> keys) {}

  static StageFactory<Table, Options> factory(String name, CallLog log) {
    return new MemoryFactory<>(
        name,
        StageKind.SPLITTER,
        Options.class,
        "Makes folds by the hash of each row",
        "k: 3",
        options -> new FoldsSplitter(options, new Calls(log, name)));
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    return inputs.getOrDefault("input", Schema.unknown());
  }

  @Override
  public boolean folds() {
    return true;
  }

  @Override
  public Set<Part> parts() {
    return Set.of(Part.TRAIN, Part.VALIDATION);
  }

  @Override
  public List<String> groups() {
    return options.keys();
  }

  @Override
  public List<Parts<Table>> split(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("split", context);
    Table rows = Inputs.main(inputs);
    return IntStream.range(0, options.k())
        .mapToObj(fold -> parts(rows, context.seed(), fold))
        .toList();
  }

  private Parts<Table> parts(Table rows, long seed, int fold) {
    return Parts.of(
        Map.of(
            Part.TRAIN, rows.filter(row -> fold(rows, seed, row) != fold),
            Part.VALIDATION, rows.filter(row -> fold(rows, seed, row) == fold)));
  }

  private int fold(Table rows, long seed, List<Object> row) {
    return (int) (ContentHash.fraction(seed, Inputs.keys(rows, options.keys(), row)) * options.k());
  }
}
