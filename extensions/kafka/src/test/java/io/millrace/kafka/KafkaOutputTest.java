package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.spark.SparkEngine;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows into topics. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaOutputTest {
  private static final Schema SCORES =
      Schema.of(
          Column.nullable("id", Simple.LONG),
          Column.nullable("name", Simple.STRING),
          Column.nullable("probability", new VectorOf(2)));

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private final KafkaOutputWriter writer = new KafkaOutputWriter();
  private TestBroker broker;

  KafkaOutputTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeAll
  void start() throws IOException {
    broker = TestBroker.in(directory);
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private Output topic(String name, Mode mode) {
    return Output.topic("kafka://" + broker.address(), name, mode);
  }

  @SafeVarargs
  private Dataset<Row> scores(List<@Nullable Object>... rows) {
    return frames.frame(SCORES, List.of(rows));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static EffectKey job(String name) {
    return new EffectKey(name, "score", "content-" + name);
  }

  private MillraceException failure(Dataset<Row> rows, Output output) {
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      return catchThrowableOfType(
          MillraceException.class,
          () -> {
            try {
              writer.write(rows, output, job("failing"));
            } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
              throw engine.explain(e);
            }
          });
    }
  }

  @Test
  void rowsAreObjectsAndAJobThatEndedIsKnown() {
    broker.topic("scores", 1);
    Output keyed = topic("scores", Mode.CREATE).mergedOn(List.of("id"));

    assertThat(writer.find(keyed, job("a"))).isEmpty();
    writer.write(scores(row(1L, "x", List.of(0.25, 0.75)), row(2L, null, null)), keyed, job("a"));

    assertThat(broker.records("scores"))
        .containsExactlyInAnyOrder(
            "1={\"id\":1,\"name\":\"x\",\"probability\":[0.25,0.75]}",
            "2={\"id\":2,\"name\":null,\"probability\":null}");
    assertThat(writer.find(keyed, job("a")).orElseThrow().content()).isEqualTo("content-a");
    assertThat(writer.find(keyed, job("a")).orElseThrow().rows()).isEqualTo(2);
    assertThat(writer.find(keyed, job("b"))).isEmpty();
  }

  @Test
  void keysMayBeSeveralColumnsOrNone() {
    broker.topic("keys", 1);
    Dataset<Row> rows = scores(row(1L, "x", null));

    writer.write(rows, topic("keys", Mode.APPEND), job("a"));
    writer.write(rows, topic("keys", Mode.APPEND).mergedOn(List.of("name", "id")), job("b"));

    assertThat(broker.records("keys"))
        .containsExactly(
            "null={\"id\":1,\"name\":\"x\",\"probability\":null}",
            "{\"name\":\"x\",\"id\":1}={\"id\":1,\"name\":\"x\",\"probability\":null}");
    assertThat(failure(rows, topic("keys", Mode.APPEND).mergedOn(List.of("nr"))))
        .hasMessage("keys: the rows have no column 'nr'; they have id, name, probability.");
  }

  @Test
  void createRefusesATopicWhereSomethingLies() {
    broker.topic("taken", 2);
    broker.send("taken", 1, "k", "v");

    assertThat(failure(scores(row(1L, "x", null)), topic("taken", Mode.CREATE)))
        .hasMessage(
            "something is there already in topic taken of kafka://%s; name another one, or let rows be added (--append, or mode: append)."
                .formatted(broker.address()));
    assertThat(broker.records("taken")).containsExactly("k=v");
    assertThat(failure(scores(row(1L, "x", null)), topic("absent", Mode.APPEND)))
        .hasMessageStartingWith(
            "There is no topic 'absent' at '%s'; correct its name, or create it. Topics are "
                .formatted(broker.address()));
  }

  @Test
  void aRowThatIsTooLargeIsToldByItsKey() {
    broker.topic("small", 1, Map.of("max.message.bytes", "1000"));
    Output small = topic("small", Mode.APPEND).mergedOn(List.of("id"));

    MillraceException failure =
        failure(scores(row(1L, "x", null), row(7L, "y".repeat(2000), null)), small);

    assertThat(failure.code()).isEqualTo(StandardError.BAD_RECORD);
    assertThat(failure)
        .hasMessage(
            "The row with the key '7' takes 2037 bytes as a message, more than topic 'small' takes;"
                + " leave columns out, or raise the topic's max.message.bytes.");
    assertThat(failure(scores(row(7L, "y".repeat(2000), null)), topic("small", Mode.APPEND)))
        .hasMessageStartingWith("The row without a key that begins with {\"id\":7,\"name\":\"yyy");
  }

  @Test
  void batchesOfAStreamAreWrittenAtLeastOnce() {
    broker.topic("stream", 1);
    Output stream = topic("stream", Mode.CREATE).keyed(List.of("id"));
    BatchKey first = new BatchKey("s", "rows", 0);

    assertThat(writer.delivery(stream)).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(writer.write(scores(row(1L, "x", null)), stream, first).content()).isEqualTo("0");
    writer.write(scores(row(1L, "x", null)), stream, first);
    writer.write(scores(row(2L, "y", null)), stream, new BatchKey("s", "rows", 1));

    assertThat(broker.records("stream")).hasSize(3);
    assertThatThrownBy(
            () -> writer.write(scores(row(1L, "x", null)), stream, new BatchKey("t", "rows", 0)))
        .hasMessageStartingWith("something is there already in topic stream of kafka://");
  }

  @Test
  void brokersThatComeBackInTimeTakeTheRowsAndOthersAreTold() throws IOException {
    try (TestBroker own = TestBroker.in(directory.resolve("own"))) {
      own.topic("late", 1);
      Output late =
          Output.topic("kafka://" + own.address(), "late", Mode.APPEND)
              .with(Map.of("delivery.timeout.ms", "60000"));
      own.down();
      CompletableFuture<Void> back = CompletableFuture.runAsync(own::up);
      writer.write(scores(row(1L, "x", null)), late, job("late"));
      back.join();
      assertThat(own.records("late")).hasSize(1);

      own.down();
      long start = System.nanoTime();
      assertThat(
              failure(scores(row(1L, "x", null)), late.with(Map.of("delivery.timeout.ms", "2000"))))
          .hasMessageStartingWith(
              "The Kafka brokers at '%s' do not answer within 2 seconds (".formatted(own.address()))
          .extracting(MillraceException::code)
          .isEqualTo(StandardError.SOURCE_UNREACHABLE);
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
      own.up();
    }
  }
}
