package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Engine} keeps to. */
public abstract class EngineContract<D> {
  private static final String ODD = "a.b `c` \"d\" ü";
  private static final Schema PLAIN =
      Schema.of(Column.nullable(ODD, Simple.LONG), Column.nullable("text", Simple.STRING));
  private static final Schema ALL_TYPES =
      Schema.of(
          Column.nullable(ODD, Simple.BOOLEAN),
          Column.nullable("int", Simple.INT),
          Column.nullable("long", Simple.LONG),
          Column.nullable("float", Simple.FLOAT),
          Column.nullable("double", Simple.DOUBLE),
          Column.nullable("decimal", new LogicalType.DecimalOf(10, 2)),
          Column.nullable("string", Simple.STRING),
          Column.nullable("date", Simple.DATE),
          Column.nullable("timestamp", Simple.TIMESTAMP),
          Column.nullable("binary", Simple.BINARY),
          Column.nullable("array", new LogicalType.ArrayOf(Simple.STRING)),
          Column.nullable("vector", new LogicalType.VectorOf(LogicalType.VectorOf.UNKNOWN_SIZE)));
  private static final List<@Nullable Object> FULL =
      Arrays.asList(
          true,
          Integer.MIN_VALUE,
          Long.MAX_VALUE,
          0.1f,
          Double.MIN_VALUE,
          new BigDecimal("12345678.90"),
          "tab\t quote\" comma, ☕\nnew line",
          LocalDate.parse("2024-02-29"),
          Instant.parse("2026-03-01T10:00:00.123456Z"),
          ByteBuffer.wrap(new byte[] {0, 1, -1}).asReadOnlyBuffer(),
          List.of("a", ""),
          List.of(0.0, 0.1 + 0.2, -1e300));

  @TempDir private Path directory;

  /** For subclasses. */
  protected EngineContract() {}

  /** The engine under test. It is not closed by the contract. */
  protected abstract Engine<D> engine();

  /** Another engine of the same kind, as a later process has it; the same one if that can't be. */
  protected abstract Engine<D> another();

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  private D plain(int rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      values.add(Arrays.asList(i, "row " + i));
    }
    return frames().frame(PLAIN, values);
  }

  @Test
  void framesAreOfTheEnginesType() {
    D frame = plain(1);

    assertThat(engine().datasetType().cast(frame)).isSameAs(frame);
    assertThat(engine().schema(frame).names()).isEqualTo(PLAIN.names());
    assertThat(engine().schema(frame).require(ODD).type()).isEqualTo(Simple.LONG);
  }

  @Test
  void aFrameOfRowsHoldsThemInTheirOrder() {
    List<List<@Nullable Object>> rows = List.of(FULL, Collections.nCopies(FULL.size(), null), FULL);

    D frame = engine().frame(ALL_TYPES, rows);

    assertThat(frames().schema(frame)).isEqualTo(ALL_TYPES);
    assertThat(engine().head(frame, 10)).isEqualTo(rows);
    D empty = engine().frame(ALL_TYPES, List.of());
    assertThat(engine().schema(empty)).isEqualTo(ALL_TYPES);
    assertThat(engine().head(empty, 10)).isEmpty();
  }

  @Test
  void aProfileTellsWhatColumnsHold() {
    Schema schema =
        Schema.of(
            Column.nullable(ODD, Simple.DOUBLE),
            Column.nullable("text", Simple.STRING),
            Column.nullable("day", Simple.DATE),
            Column.nullable("binary", Simple.BINARY),
            Column.nullable("vector", new LogicalType.VectorOf(LogicalType.VectorOf.UNKNOWN_SIZE)));
    LocalDate day = LocalDate.parse("2024-02-29");
    List<List<@Nullable Object>> rows =
        List.of(
            Arrays.asList(1.0, "b", day, null, List.of(0.0, 5.0)),
            Arrays.asList(2.0, "a", day.plusDays(1), null, List.of(1.0, 5.0)),
            Arrays.asList(Double.NaN, "b", null, null, null),
            Arrays.asList(6.0, null, day, null, List.of(2.0, 5.0)));

    FrameProfile profile = engine().profile(engine().frame(schema, rows));

    assertThat(profile.rows()).isEqualTo(4);
    assertThat(profile.columns())
        .extracting(ColumnProfile::column)
        .containsExactly(ODD, "text", "day", "vector[0]", "vector[1]");
    ColumnProfile number = profile.columns().get(0);
    assertThat(number.missing()).isEqualTo(1);
    assertThat(number.distinct()).isEqualTo(3);
    assertThat(number.least()).contains(1.0);
    assertThat(number.greatest()).contains(6.0);
    assertThat(number.numbers().orElseThrow().mean()).isEqualTo(3.0);
    assertThat(number.numbers().orElseThrow().deviation()).isEqualTo(Math.sqrt(7));
    assertThat(number.numbers().orElseThrow().quantiles())
        .hasSize(FrameProfile.QUANTILE_STEPS + 1)
        .startsWith(1.0)
        .endsWith(6.0);
    assertThat(number.numbers().orElseThrow().quantiles().get(50)).isEqualTo(2.0);
    ColumnProfile text = profile.columns().get(1);
    assertThat(text.least()).contains("a");
    assertThat(text.numbers()).isEmpty();
    assertThat(text.frequent())
        .containsExactly(new ColumnProfile.Frequent("b", 2), new ColumnProfile.Frequent("a", 1));
    assertThat(profile.columns().get(2).greatest()).contains(day.plusDays(1));
    assertThat(profile.columns().get(3).missing()).isEqualTo(1);
    assertThat(profile.columns().get(3).greatest()).contains(2.0);
  }

  @Test
  void headGivesTheFirstRowsOnly() {
    assertThat(engine().head(plain(5), 2)).hasSize(2).allSatisfy(row -> assertThat(row).hasSize(2));
    assertThat(engine().head(plain(1), 20)).containsExactly(List.of(0L, "row 0"));
    assertThat(engine().head(plain(0), 20)).isEmpty();
  }

  @Test
  void selectGivesTheColumnsInTheOrderAskedFor() {
    D selected = engine().select(plain(1), List.of("text", ODD));

    assertThat(frames().rows(selected)).containsExactly(List.of("row 0", 0L));
    assertThat(engine().schema(selected).names()).containsExactly("text", ODD);
  }

  @Test
  void missingColumnsAreFilledWithNullsAndOthersStay() {
    D filled =
        engine()
            .withNulls(
                plain(1),
                List.of(
                    Column.nullable("text", Simple.STRING),
                    Column.nullable("new.col`umn", Simple.DOUBLE)));

    assertThat(frames().rows(filled)).containsExactly(Arrays.asList(0L, "row 0", null));
    assertThat(engine().schema(filled).require("new.col`umn").type()).isEqualTo(Simple.DOUBLE);
  }

  @Test
  void aSampleIsDrawnByContentAndSeed() {
    List<List<@Nullable Object>> rows = frames().rows(plain(400));
    List<List<@Nullable Object>> turned = new ArrayList<>(rows);
    Collections.reverse(turned);

    List<List<@Nullable Object>> sample =
        frames().rows(engine().sample(frames().frame(PLAIN, rows), 0.25, 7));
    List<List<@Nullable Object>> again =
        frames().rows(engine().sample(frames().frame(PLAIN, turned), 0.25, 7));
    List<List<@Nullable Object>> other =
        frames().rows(engine().sample(frames().frame(PLAIN, rows), 0.25, 8));

    assertThat(again).containsExactlyInAnyOrderElementsOf(sample);
    assertThat(other).isNotEqualTo(sample);
    // Four standard deviations of a binomial share of 400 rows are 35.
    assertThat(sample.size()).isBetween(65, 135);
    assertThat(rows).containsAll(sample);
  }

  @Test
  void aCheckpointGivesBackEqualRowsAndTypes() {
    List<@Nullable Object> nulls = Collections.nCopies(ALL_TYPES.columns().size(), null);
    D frame = frames().frame(ALL_TYPES, List.of(FULL, nulls));
    Path checkpoint = directory.resolve("checkpoint");

    engine().writeCheckpoint(frame, checkpoint);

    D read = another().readCheckpoint(checkpoint);
    assertThat(frames().rows(read)).containsExactlyInAnyOrder(FULL, nulls);
    assertThat(types(another().schema(read))).isEqualTo(types(engine().schema(frame)));
  }

  @Test
  void aCheckpointMayBeWrittenIntoAnEmptyDirectory() throws IOException {
    Path checkpoint = Files.createDirectory(directory.resolve("empty"));

    engine().writeCheckpoint(plain(0), checkpoint);

    D read = engine().readCheckpoint(checkpoint);
    assertThat(frames().rows(read)).isEmpty();
    assertThat(engine().schema(read).names()).isEqualTo(PLAIN.names());
  }

  private static List<String> types(Schema schema) {
    return schema.columns().stream().map(c -> c.name() + " " + c.type().text()).toList();
  }

  @Test
  void keepingSpreadingAndSendingAFrameChangesNoRow() {
    D frame = plain(10);
    D kept = engine().persist(frame, persistLevel());
    D spread = engine().repartition(kept, 3);
    D sent = engine().broadcast(spread);

    assertThat(frames().rows(sent)).containsExactlyInAnyOrderElementsOf(frames().rows(plain(10)));
    engine().unpersist(kept);
    engine().unpersist(kept);
    assertThat(frames().rows(kept)).hasSize(10);
  }

  /** A level that the engine knows. */
  protected String persistLevel() {
    return "MEMORY_AND_DISK";
  }

  @Test
  void aConstantStandsInEveryRowBehindTheOtherColumns() {
    List<Column> columns =
        List.of(
            Column.nullable("t", Simple.TIMESTAMP),
            Column.nullable("n", Simple.INT),
            Column.nullable("s", Simple.STRING));
    Instant time = Instant.parse("2026-11-20T10:00:00.123Z");

    D frame = engine().withConstants(plain(2), columns, Arrays.asList(time, null, "a'b"));

    List<String> names = new ArrayList<>(PLAIN.names());
    names.addAll(List.of("t", "n", "s"));
    assertThat(engine().schema(frame).names()).isEqualTo(names);
    assertThat(engine().schema(frame).column("t").orElseThrow().type()).isEqualTo(Simple.TIMESTAMP);
    int width = PLAIN.names().size();
    assertThat(frames().rows(frame))
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row.subList(width, width + 3))
                    .isEqualTo(Arrays.asList(time, null, "a'b")));
  }

  @Test
  void aCountedFrameHasItsRowsAndTellsHowManyTheyAre() throws Exception {
    CompletableFuture<Long> count = new CompletableFuture<>();
    D frame = engine().counting(plain(7), count::complete);

    assertThat(frames().rows(frame)).containsExactlyInAnyOrderElementsOf(frames().rows(plain(7)));
    assertThat(count.get(1, TimeUnit.MINUTES)).isEqualTo(7);
  }

  @Test
  void workInAStageGivesItsResultAndItsFailure() throws Exception {
    IOException failure = new IOException("lost");

    assertThat(engine().inStage("model", () -> frames().rows(plain(3)).size())).isEqualTo(3);
    assertThatThrownBy(
            () ->
                engine()
                    .inStage(
                        "model",
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(engine().figures("never ran").jobs()).isZero();
    assertThat(engine().figures("never ran").knownRows()).isEmpty();
  }

  @Test
  void workUnderWayIsToldForItsStageAlone() throws Exception {
    Engine.Progress during =
        engine()
            .inStage(
                "watched",
                () -> {
                  frames().rows(plain(3));
                  return engine().progress("watched");
                });

    assertThat(during.finished()).isBetween(0L, during.total());
    assertThat(during.seconds()).isGreaterThanOrEqualTo(0);
    assertThat(engine().progress("never ran")).isEqualTo(Engine.Progress.NONE);
    engine().figures("watched"); // What is told of the work is told by now.
    assertThat(engine().progress("watched").jobs()).isPositive();
    assertThat(engine().progress("watched").total()).isZero();
    assertThat(engine().progress("watched").secondsLeft()).isEmpty();
  }

  @Test
  void aKnownFailureIsExplainedAsItIs() {
    MillraceException known = new MillraceException(StandardError.BAD_RECORD, "row 3 is broken");

    assertThat(engine().explain(new RuntimeException(new RuntimeException(known)))).isSameAs(known);
    assertThat(engine().explain(new RuntimeException("odd")).code())
        .isEqualTo(StandardError.INTERNAL);
  }

  @Test
  void versionsAreTold() {
    assertThat(engine().versions()).isNotEmpty().anyMatch(version -> version.startsWith("java "));
  }
}
