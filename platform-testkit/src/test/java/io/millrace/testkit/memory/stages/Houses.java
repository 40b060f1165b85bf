package io.millrace.testkit.memory.stages;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableText;
import java.util.List;
import java.util.stream.IntStream;

/** Rows for the contracts of stages. */
final class Houses {
  static final Schema SCHEMA =
      Schema.of(
          Column.nullable("city", Simple.STRING),
          Column.nullable("area", Simple.DOUBLE),
          Column.nullable("price", Simple.DOUBLE));

  private Houses() {}

  static Table some() {
    return TableText.parse(SCHEMA, List.of("Ulm,10,1", "Bonn,,2", "Ulm,30,3", ",,4", "Kiel,7,5"));
  }

  static Table many() {
    return TableText.parse(
        SCHEMA, IntStream.range(0, 60).mapToObj(i -> "c" + i + "," + i + ",1").toList());
  }
}
