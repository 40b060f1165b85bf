package io.millrace.parity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.Parity.Refusal;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What lets topics be served: in Spark, too, a row's shares follow from the row alone. */
@ExtendWith(SparkExtension.class)
class TopicsParityTest {
  private static final int WORDS = 20;

  private static FittedTransformer<Dataset<Row>> topics(StageHarness harness) {
    return harness
        .stage("use: transform/topics\nwith: { columns: [x], k: 4, maxIter: 2 }")
        .fit(CountRows.training(WORDS, 60));
  }

  private static List<Row> shares(FittedTransformer<Dataset<Row>> fitted, Dataset<Row> rows) {
    return fitted.apply(rows).orderBy("id").select("id", "x_topics").collectAsList();
  }

  @Test
  void neitherTheOrderOfRowsNorTheirPartitionsMatter(StageHarness harness) {
    FittedTransformer<Dataset<Row>> fitted = topics(harness);
    Dataset<Row> rows =
        CountRows.unseen(WORDS, 50)
            .withColumn("id", monotonically_increasing_id())
            .localCheckpoint();

    List<Row> shares = shares(fitted, rows);

    assertThat(shares(fitted, rows.orderBy(col("id").desc()).coalesce(1))).isEqualTo(shares);
    assertThat(shares(fitted, rows.repartition(5, col("id")))).isEqualTo(shares);
  }

  @Test
  void aNegativeCountIsRefusedInTheSameWords(StageHarness harness) {
    Schema schema = Schema.of(Column.required("x", new VectorOf(WORDS)));
    Dataset<Row> rows =
        ParityRows.frame(
            schema,
            List.of(List.of(Vectors.sparse(WORDS, new int[] {2, 5}, new double[] {1, -3}))));

    Refusal refusal = Parity.refusal(topics(harness), rows);

    assertThat(refusal.ofScorer())
        .isEqualTo(
            "The column 'x' holds a vector with the count -3.0 in slot 5, and no word is counted below 0.")
        .isEqualTo(refusal.inSpark());
  }
}
