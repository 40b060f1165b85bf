package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Engine;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.Checkpoint;
import io.millrace.api.stream.RowCondition;
import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.stream.StreamingEngine.Batch;
import io.millrace.api.stream.StreamingEngine.Handler;
import io.millrace.api.stream.StreamingEngine.Parted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link StreamingEngine} keeps to. */
public abstract class StreamingEngineContract<D> {
  private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");

  /** The columns of a source. */
  protected static final Schema EVENTS =
      Schema.of(
          Column.nullable("id", Simple.LONG),
          Column.nullable("text", Simple.STRING),
          Column.nullable("at", Simple.TIMESTAMP));

  @TempDir private Path directory;

  /** For subclasses. */
  protected StreamingEngineContract() {}

  /** The engine under test, which follows sources. It is not closed by the contract. */
  protected abstract Engine<D> engine();

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /**
   * A source with rows of {@link #EVENTS}, which is read in several batches: two rows each.
   *
   * @param rows an even number of them
   */
  protected abstract D source(List<List<@Nullable Object>> rows);

  /**
   * A computation that fails on each row whose {@code text} is no number, with a message that holds
   * the text.
   */
  protected abstract D parsed(D frame);

  @SuppressWarnings("unchecked") // An engine has one type of dataset.
  private StreamingEngine<D> streaming() {
    return (StreamingEngine<D>) engine();
  }

  private static List<@Nullable Object> event(long id, @Nullable String text, int minute) {
    return Arrays.asList(id, text, TEN.plusSeconds(60L * minute));
  }

  private static List<List<@Nullable Object>> six() {
    return List.of(
        event(1, "1", 0),
        event(2, "2", 0),
        event(3, "x", 30),
        event(4, "4", 30),
        event(5, "5", 1),
        event(6, "6", 1));
  }

  private StreamSettings settings(boolean all, StreamSettings.@Nullable Watermark watermark) {
    return new StreamSettings(
        directory.resolve("checkpoint").toString(), all, Duration.ZERO, watermark);
  }

  private void followAll(D source, Handler<D> handler) throws Exception {
    engine()
        .inStage(
            "stream",
            () -> {
              streaming().follow(source, settings(true, null), "stream", handler).await();
              return true;
            });
  }

  private List<Object> ids(D frame) {
    return frames().rows(frame).stream().map(row -> row.get(0)).sorted().toList();
  }

  private Map<Long, List<Object>> batches(D source) throws Exception {
    Map<Long, List<Object>> batches = new TreeMap<>();
    followAll(source, batch -> batches.put(batch.number(), ids(batch.rows())));
    return batches;
  }

  @Test
  void allRowsComeOnceInBatchesThatAreNumberedFromZero() throws Exception {
    D source = source(six());

    Map<Long, List<Object>> batches = batches(source);

    assertThat(batches.keySet()).containsExactly(0L, 1L, 2L);
    assertThat(batches.values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(batches(source)).isEmpty();
  }

  @Test
  void aBatchThatFailedComesAgainWithItsNumberAndItsRows() throws Exception {
    D source = source(six());
    List<Object> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                followAll(
                    source,
                    batch -> {
                      if (batch.number() == 1) {
                        seen.addAll(ids(batch.rows()));
                        throw new IllegalArgumentException("not now");
                      }
                    }))
        .hasStackTraceContaining("not now");

    Map<Long, List<Object>> batches = batches(source);

    assertThat(batches.keySet()).containsExactly(1L, 2L);
    assertThat(batches.get(1L)).isEqualTo(seen);
  }

  @Test
  void aStreamThatIsStoppedFinishesItsBatchAndBeginsNoOther() throws Exception {
    D source = source(six());
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    List<Long> finished = new ArrayList<>();
    Handler<D> handler =
        batch -> {
          working.countDown();
          stopped.await();
          ids(batch.rows());
          finished.add(batch.number());
        };
    engine()
        .inStage(
            "stream",
            () -> {
              RunningStream stream =
                  streaming().follow(source, settings(false, null), "stream", handler);
              working.await();
              stream.stop();
              stopped.countDown();
              stream.await();
              return true;
            });

    assertThat(finished).containsExactly(0L);
    assertThat(batches(source).keySet()).containsExactly(1L, 2L);
  }

  @Test
  void theWatermarkFollowsTheNewestTimeOfEarlierBatches() throws Exception {
    List<Batch<D>> batches = new ArrayList<>();
    D source = source(six());
    engine()
        .inStage(
            "stream",
            () -> {
              StreamSettings settings =
                  settings(true, new StreamSettings.Watermark("at", Duration.ofMinutes(10)));
              streaming()
                  .follow(
                      source,
                      settings,
                      "stream",
                      batch -> {
                        ids(batch.rows());
                        batches.add(batch);
                      })
                  .await();
              return true;
            });

    assertThat(batches.subList(0, 3))
        .extracting(Batch::watermark)
        .containsExactly(
            null, TEN.minusSeconds(600).toEpochMilli(), TEN.plusSeconds(1200).toEpochMilli());
  }

  @Test
  void aCheckpointKeepsTextsAndKnowsWhetherItWasUsed() throws Exception {
    Checkpoint checkpoint = streaming().checkpoint(directory.resolve("checkpoint").toString());
    assertThat(checkpoint.read("batches/1.json")).isEmpty();
    assertThat(checkpoint.list("batches")).isEmpty();
    assertThat(checkpoint.isUsed()).isFalse();

    checkpoint.write("batches/1.json", "one");
    checkpoint.write("batches/1.json", "öne\n");
    checkpoint.write("batches/2.json", "two");
    checkpoint.delete("batches/2.json");
    checkpoint.delete("batches/3.json");
    followAll(source(six()), batch -> {});

    Checkpoint again = streaming().checkpoint(directory.resolve("checkpoint").toString());
    assertThat(again.read("batches/1.json")).contains("öne\n");
    assertThat(again.list("batches")).containsExactly("1.json");
    assertThat(again.isUsed()).isTrue();
    assertThat(again.shown()).isEqualTo(directory.resolve("checkpoint").toString());
  }

  private D frame(List<List<@Nullable Object>> rows) {
    return frames().frame(EVENTS, rows);
  }

  @Test
  void rowsThatAComputationFailsOnAreFoundAndSaidWhy() throws Exception {
    D rows = frame(List.of(event(1, "1", 0), event(2, "x", 0), event(3, "3", 0), event(2, "x", 0)));

    Parted<D> parted = engine().inStage("stream", () -> streaming().part(rows, this::parsed));

    assertThat(ids(parted.good())).containsExactly(1L, 3L);
    D refused = java.util.Objects.requireNonNull(parted.refused());
    assertThat(frames().schema(refused).names())
        .containsExactly("id", "text", "at", QuarantineColumns.REASON);
    assertThat(frames().rows(refused))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.get(3).toString()).contains("'x'"));
    D fine = frame(List.of(event(1, "1", 0)));
    assertThat(engine().inStage("stream", () -> streaming().part(fine, this::parsed)).refused())
        .isNull();
  }

  @Test
  void ofRowsWithEqualKeysTheNewestStaysOrNone() {
    D rows =
        frame(
            List.of(
                event(1, "a", 0),
                event(1, "b", 5),
                event(2, "c", 0),
                event(2, "c", 0),
                event(3, "d", 0),
                event(3, "e", 0)));

    Parted<D> newest = streaming().distinct(rows, List.of("id"), "at");
    Parted<D> any = streaming().distinct(rows, List.of("id"), null);

    assertThat(texts(newest.good())).containsExactly("b", "c");
    assertThat(texts(newest.refused())).containsExactly("d", "e");
    assertThat(texts(any.good())).containsExactly("c");
    assertThat(texts(any.refused())).containsExactly("a", "b", "d", "e");
  }

  private List<Object> texts(@Nullable D frame) {
    return frames().rows(java.util.Objects.requireNonNull(frame)).stream()
        .map(row -> row.get(1))
        .sorted()
        .toList();
  }

  @Test
  void conditionsPickRows() {
    D rows = frame(List.of(event(1, null, 0), event(2, "b", 5), Arrays.asList(3L, "c", null)));
    long five = TEN.plusSeconds(300).toEpochMilli();

    assertThat(ids(streaming().where(rows, new RowCondition.Missing("text")))).containsExactly(1L);
    assertThat(ids(streaming().where(rows, new RowCondition.Present("text"))))
        .containsExactly(2L, 3L);
    assertThat(ids(streaming().where(rows, new RowCondition.Before("at", five))))
        .containsExactly(1L);
    assertThat(ids(streaming().where(rows, new RowCondition.NotBefore("at", five))))
        .containsExactly(2L, 3L);
  }

  @Test
  void refusedRowsBecomeRecordsAsTheyCameOrAsJson() {
    Schema reasoned =
        Schema.of(
            Column.nullable("id", Simple.LONG),
            Column.nullable("text", Simple.STRING),
            Column.nullable(QuarantineColumns.REASON, Simple.STRING));
    D judged = frames().frame(reasoned, List.of(Arrays.asList(1L, "a\"b", "no number")));
    D unread =
        frames()
            .frame(
                QuarantineColumns.addedTo(Schema.of(Column.nullable("id", Simple.LONG))),
                List.of(Arrays.asList(null, "no JSON", "{broken", "orders-3@7")));

    D records = streaming().records(List.of(judged, unread));

    assertThat(frames().schema(records).names()).isEqualTo(QuarantineColumns.ALL);
    assertThat(frames().rows(records))
        .containsExactlyInAnyOrder(
            Arrays.asList("no number", "{\"id\":1,\"text\":\"a\\\"b\"}", null),
            Arrays.asList("no JSON", "{broken", "orders-3@7"));
  }
}
