package io.millrace.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares the schema that a stage promises with the frame that it makes. */
public final class SchemaPromise {
  /** Takes no problem. */
  public static final Problems FAIL =
      (option, code, message) -> {
        throw new AssertionError(code.name() + " at " + option + ": " + message);
      };

  private SchemaPromise() {}

  /** A frame's schema. */
  public static Schema of(Dataset<Row> frame) {
    return Schemas.fromSpark(frame.schema());
  }

  /** Names and types agree; what was promised to be there is never missing. */
  public static void assertKept(Schema promised, Dataset<Row> frame) {
    Schema found = of(frame);
    assertThat(found.names()).isEqualTo(promised.names());
    for (Column column : promised.columns()) {
      Column actual = found.require(column.name());
      boolean openVector = column.type().equals(new VectorOf(VectorOf.UNKNOWN_SIZE));
      LogicalType type =
          openVector && actual.type() instanceof VectorOf ? column.type() : actual.type();
      assertThat(type).as(column.name()).isEqualTo(column.type());
      assertThat(actual.nullable() && !column.nullable())
          .as("column '%s' was promised not to be null", column.name())
          .isFalse();
    }
  }

  /** The problems that a check reports, as {@code option: [CODE] message}. */
  public static List<String> problems(java.util.function.Consumer<Problems> check) {
    List<String> problems = new ArrayList<>();
    check.accept(
        (option, code, message) -> problems.add(option + ": [" + code.name() + "] " + message));
    return problems;
  }
}
