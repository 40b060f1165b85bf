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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code split/hash}: parts by the hash of the whole row. */
record HashSplitter(Options options, Calls calls) implements Splitter<Table> {
  /** Options of {@code split/hash}. */
  public record Options(
      @Help("The share of the training rows") @Range(min = 0, minExclusive = true, max = 1)
          double train,
      @Help("The share of the validation rows; 0 for no such part")
          @Default("0")
          @Range(min = 0, max = 1)
          double validation,
      @Help("The share of the test rows; 0 for no such part") @Default("0") @Range(min = 0, max = 1)
          double test,
      @Help("The columns whose values keep rows together") @Default("[]") List<String> keys) {
    Map<Part, Double> shares() {
      Map<Part, Double> shares = new EnumMap<>(Part.class);
      shares.put(Part.TRAIN, train);
      shares.put(Part.VALIDATION, validation);
      shares.put(Part.TEST, test);
      shares.values().removeIf(share -> share == 0);
      return shares;
    }
  }

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "split/hash",
        StageKind.SPLITTER,
        Options.class,
        "Splits by the hash of each row",
        "train: 0.7\nvalidation: 0.1\ntest: 0.2",
        options -> {
          double sum = options.train() + options.validation() + options.test();
          if (Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException("the shares add up to " + sum + ", not to 1");
          }
          return new HashSplitter(options, new Calls(log, "split/hash"));
        });
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    return inputs.getOrDefault("input", Schema.unknown());
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    return options.shares().keySet();
  }

  @Override
  public List<String> groups() {
    return options.keys();
  }

  @Override
  public List<Parts<Table>> split(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("split", context);
    Table rows = Inputs.main(inputs);
    Map<Part, Table> frames = new EnumMap<>(Part.class);
    parts().forEach(part -> frames.put(part, rows.filter(row -> part(context, rows, row) == part)));
    return List.of(Parts.of(frames));
  }

  private Part part(StageContext<Table> context, Table rows, List<Object> row) {
    double at = ContentHash.fraction(context.seed(), Inputs.keys(rows, options.keys(), row));
    Part last = Part.TRAIN;
    for (Map.Entry<Part, Double> share : options.shares().entrySet()) {
      last = share.getKey();
      if (at < share.getValue()) {
        return last;
      }
      at -= share.getValue();
    }
    return last;
  }
}
