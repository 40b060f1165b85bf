package io.millrace.testkit.memory.stages;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import java.util.Iterator;
import java.util.Map;

/** {@code combine/concat}: the rows of all inputs, one after the other. */
record ConcatCombiner(Calls calls) implements Combiner<Table> {
  /** {@code combine/concat} has no options. */
  public record Options() {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "combine/concat",
        StageKind.COMBINER,
        Options.class,
        "The rows of all inputs, which have the same columns",
        "",
        options -> new ConcatCombiner(new Calls(log, "combine/concat")));
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Iterator<Map.Entry<String, Schema>> each = inputs.entrySet().iterator();
    Map.Entry<String, Schema> first = each.next();
    boolean known = first.getValue().isKnown();
    while (each.hasNext()) {
      Map.Entry<String, Schema> other = each.next();
      known &= other.getValue().isKnown();
      if (known && !other.getValue().equals(first.getValue())) {
        problems.report(
            "",
            StandardError.SCHEMA_MISMATCH,
            "'%s' has the columns %s, '%s' has %s; all inputs must have the same"
                .formatted(first.getKey(), first.getValue(), other.getKey(), other.getValue()));
      }
    }
    return known ? first.getValue() : Schema.unknown();
  }

  @Override
  public Table combine(Map<String, Table> inputs, StageContext<Table> context) {
    calls.note("combine", context);
    return inputs.values().stream().reduce(Table::concat).orElseThrow();
  }
}
