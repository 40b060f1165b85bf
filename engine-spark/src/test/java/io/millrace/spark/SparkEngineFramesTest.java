package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an engine makes of frames. */
@ExtendWith(SharedEngine.class)
final class SparkEngineFramesTest {
  private final SparkEngine engine;

  SparkEngineFramesTest(SparkEngine engine) {
    this.engine = engine;
  }

  @Test
  void anUnknownLevelIsRefused() {
    assertThatThrownBy(() -> engine.persist(EngineFrames.frame(engine), "RAM"))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "'RAM' is no level to persist at; levels are MEMORY_AND_DISK, MEMORY_AND_DISK_SER,"
                + " MEMORY_ONLY, MEMORY_ONLY_SER, DISK_ONLY and those with _2 at the end.");
  }

  @Test
  void samplesAreTheSameRowsHoweverTheFrameIsCut() {
    Dataset<Row> numbers = EngineFrames.numbers(engine, 20_000, 1);

    List<Row> one = engine.sample(numbers, 0.1, 7).orderBy("id").collectAsList();
    List<Row> other =
        engine.sample(engine.repartition(numbers, 5), 0.1, 7).orderBy("id").collectAsList();
    List<Row> otherSeed = engine.sample(numbers, 0.1, 8).orderBy("id").collectAsList();

    assertThat(one).isEqualTo(other).isNotEqualTo(otherSeed);
    // Five standard deviations of a binomial count: sqrt(20000 * 0.1 * 0.9) = 42.
    assertThat(one.size()).isBetween(1_790, 2_210);
  }

  @Test
  void repartitioningPutsTheSameRowsTogetherHoweverTheyLayBefore() {
    assertThat(partitions(EngineFrames.numbers(engine, 1_000, 1)))
        .isEqualTo(partitions(EngineFrames.numbers(engine, 1_000, 4)));
  }

  private List<Row> partitions(Dataset<Row> frame) {
    return engine
        .repartition(frame, 3)
        .select(functions.col("id"), functions.spark_partition_id().as("p"))
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void columnsThatAreMissingAreFilledWithNulls() {
    Dataset<Row> filled =
        engine.withNulls(
            engine.select(EngineFrames.frame(engine), List.of("v")),
            List.of(
                Column.nullable("v", Simple.INT),
                Column.nullable("x.y", Simple.DATE),
                Column.nullable("w", new VectorOf(3))));

    assertThat(engine.schema(filled))
        .isEqualTo(
            Schema.of(
                Column.nullable("v", new VectorOf(2)),
                Column.nullable("x.y", Simple.DATE),
                Column.nullable("w", new VectorOf(3))));
    assertThat(engine.head(filled, 1))
        .containsExactly(Arrays.asList(List.of(0.0, 1.5), null, null));
  }
}
