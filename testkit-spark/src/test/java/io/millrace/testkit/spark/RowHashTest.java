package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowHash;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class RowHashTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("a.`b`", Simple.STRING),
          Column.nullable("c", Simple.STRING),
          Column.nullable("x", Simple.DOUBLE),
          Column.nullable("v", new VectorOf(3)));

  private final SparkTestFrames frames;

  RowHashTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private List<Object> hashes(Dataset<Row> frame, List<String> keys, long seed) {
    return frames.column(frame.select(RowHash.uniform(frame.schema(), keys, seed).as("u")), "u");
  }

  @Test
  void differentRowsSpreadEvenlyOverTheUnitInterval() {
    Dataset<Row> numbers = frames.session().range(0, 20_000).toDF();

    List<Row> tenths =
        numbers
            .groupBy(
                functions
                    .floor(RowHash.uniform(numbers.schema(), List.of(), 1).multiply(10))
                    .as("tenth"))
            .count()
            .collectAsList();

    assertThat(tenths).hasSize(10);
    // Five standard deviations of a binomial count: sqrt(20000 * 0.1 * 0.9) = 42.
    assertThat(tenths).allSatisfy(row -> assertThat(row.getLong(1)).isBetween(1_790L, 2_210L));
  }

  @Test
  void valuesSeedAndKeysDecideAndNothingElse() {
    Dataset<Row> frame =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList("a", null, 0.0, List.of(0.0, 1.0, 0.0)),
                Arrays.asList(null, "a", -0.0, List.of(0.0, 1.0, 0.0)),
                Arrays.asList("a", null, -0.0, List.of(0.0, 1.0, 0.0)),
                Arrays.asList("a", null, Double.NaN, null)));
    List<Object> hashes = hashes(frame, List.of(), 1);

    assertThat(hashes.get(0)).isEqualTo(hashes.get(2));
    assertThat(hashes.subList(0, 2)).doesNotHaveDuplicates();
    assertThat(hashes.get(3)).isNotIn(hashes.subList(0, 3));
  }

  @Test
  void theOrderOfColumnsAndTheFormOfVectorsDoNotMatter() {
    Dataset<Row> dense =
        frames.frame(SCHEMA, List.of(Arrays.asList("a", "b", 1.0, List.of(0.0, 1.0, 0.0))));
    Dataset<Row> sparse =
        frames
            .session()
            .createDataFrame(
                List.of(
                    RowFactory.create(
                        "a", "b", 1.0, Vectors.sparse(3, new int[] {1}, new double[] {1.0}))),
                dense.schema());

    assertThat(hashes(sparse, List.of(), 1)).isEqualTo(hashes(dense, List.of(), 1));
    assertThat(hashes(dense.select("v", "x", "c", "`a.``b```"), List.of(), 1))
        .isEqualTo(hashes(dense, List.of(), 1));
    assertThat(hashes(dense, List.of(), 2)).isNotEqualTo(hashes(dense, List.of(), 1));
    assertThat(hashes(dense, List.of("c"), 1)).isEqualTo(hashes(sparse.select("c"), List.of(), 1));
  }
}
