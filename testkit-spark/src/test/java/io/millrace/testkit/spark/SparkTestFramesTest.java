package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class SparkTestFramesTest {
  @Test
  void valuesOfEveryTypeComeBackAsTheyWent(SparkTestFrames frames) {
    Schema schema =
        Schema.of(
            Column.nullable("a.b", Simple.STRING),
            Column.nullable("`day`", Simple.DATE),
            Column.nullable("at", Simple.TIMESTAMP),
            Column.nullable("list", new ArrayOf(Simple.LONG)),
            Column.nullable("pair", new StructOf(List.of(Column.nullable("x", Simple.DOUBLE)))),
            Column.nullable("v", new VectorOf(2)));
    List<List<Object>> rows =
        List.of(
            List.of(
                "ü",
                LocalDate.of(1912, 4, 15),
                Instant.parse("2026-01-01T00:00:00.5Z"),
                List.of(1L, 2L),
                List.of(0.5),
                List.of(1.0, 0.0)),
            Arrays.asList(null, null, null, null, null, null));

    Dataset<Row> frame = frames.frame(schema, rows);

    assertThat(Schemas.fromSpark(frame.schema())).isEqualTo(schema);
    assertThat(frames.rows(frame)).isEqualTo(rows);
    assertThat(frames.column(frame, "a.b")).containsExactly("ü", null);
  }

  @Test
  void allTestsOfAJvmShareOneSession(SparkSession first, SparkSession second) {
    assertThat(first).isSameAs(second).isSameAs(SparkSession.active());
  }
}
