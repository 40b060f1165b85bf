package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.Parity.Refusal;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Rows that a stage fails on: the scorer refuses them in the stage's own words. */
@ExtendWith(SparkExtension.class)
class RefusalParityTest {
  private static final Schema TEXT = Schema.of(Column.nullable("x", Simple.STRING));
  private static final Schema NUMBER = Schema.of(Column.nullable("x", Simple.DOUBLE));
  private static final Schema VECTOR = Schema.of(Column.nullable("x", new VectorOf(4)));

  static final List<Arguments> CASES =
      List.of(
          refused("string-index", TEXT, "", "Atlantis"),
          refused("string-index", TEXT, "", null),
          refused("assemble", NUMBER, ", output: o", Double.NaN),
          refused("assemble", VECTOR, ", output: o", null),
          refused("bucketize", NUMBER, ", cuts: [1]", null),
          refused("slice", VECTOR, ", indices: [3]", Vectors.dense(1, 2)),
          refused("idf", VECTOR, "", null));

  private static Arguments refused(
      String stage, Schema schema, String options, @Nullable Object value) {
    return Arguments.of(stage, schema, options, value);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void bothSayTheSame(
      String stage, Schema schema, String options, @Nullable Object value, StageHarness harness) {
    FittedTransformer<Dataset<Row>> fitted =
        harness
            .stage("use: transform/%s\nwith: { columns: [x]%s }".formatted(stage, options))
            .fit(TameRows.of(schema, 50));

    Refusal refusal =
        Parity.refusal(fitted, ParityRows.frame(schema, List.of(Arrays.asList(value))));

    assertThat(refusal.ofScorer()).contains("'x'").isEqualTo(refusal.inSpark());
  }
}
