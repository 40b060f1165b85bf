package io.millrace.storage.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Ingestor;
import io.millrace.api.Sink;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.Publication.Mode;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class DeltaStagesTest {
  private static final Schema IDS =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("a.b c", Simple.STRING));

  private final SparkTestFrames frames;
  @TempDir private Path home;
  private FeatureStore<Dataset<Row>> store;

  DeltaStagesTest(SparkTestFrames frames) {
    this.frames = frames;
    this.store = new DeltaFeatureStoreProvider().open(Path.of("unused").toUri());
  }

  @BeforeEach
  void openStore() {
    store = new DeltaFeatureStoreProvider().open(home.toUri());
  }

  private TestStageContext<Dataset<Row>> context(String stage) {
    return TestStageContext.<Dataset<Row>>builder(stage).features(store).build();
  }

  private TestPlanContext<Dataset<Row>> plan() {
    return TestPlanContext.with(store);
  }

  private Dataset<Row> ids(long id) {
    return frames.frame(IDS, List.of(List.of(id, "x")));
  }

  private static Sink<Dataset<Row>> sink(Mode mode, boolean evolve, String... keys) {
    return (Sink<Dataset<Row>>)
        new PublishFeatures()
            .create(new PublishFeatures.Options("telco", List.of(keys), mode, evolve));
  }

  private static Ingestor<Dataset<Row>> delta(
      Path path, @Nullable Long version, @Nullable String timestamp) {
    return (Ingestor<Dataset<Row>>)
        new IngestDelta()
            .create(
                new IngestDelta.Options(
                    path.toString(), version, timestamp, null, IngestDelta.Following.ALL));
  }

  private static Ingestor<Dataset<Row>> features(
      String table, @Nullable Long version, @Nullable String asOf) {
    return (Ingestor<Dataset<Row>>)
        new IngestFeatures().create(new IngestFeatures.Options(table, version, asOf));
  }

  private Receipt published(long id, String stage) {
    return sink(Mode.OVERWRITE, false, "id").write(Map.of("raw", ids(id)), context(stage));
  }

  private static void assertFails(Runnable call, StandardError code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  @Tag("full")
  void theSinkPublishesAndHandsOnTheVersionThatItWrote() {
    Sink<Dataset<Row>> sink = sink(Mode.OVERWRITE, false, "id");
    TestStageContext<Dataset<Row>> context = context("features");

    Receipt receipt = sink.write(Map.of("raw", ids(1)), context);
    published(2, "other");

    assertThat(receipt.facts()).containsEntry("table", "telco").containsEntry("version", "0");
    assertThat(context.facts()).containsExactly(Map.entry("table", "telco version 0"));
    assertThat(sink.canReopen(receipt, plan())).isTrue();
    assertThat(frames.rows(sink.reopen(receipt, Map.of(), context)))
        .containsExactly(List.of(1L, "x"));
    assertThat(sink.passesRowsThrough()).isTrue();
    assertThat(sink.handsOnInput()).isFalse();
  }

  @Test
  void theSinkDoesNotTakeATableMadeAnewForItsOwn() throws IOException {
    Sink<Dataset<Row>> sink = sink(Mode.OVERWRITE, false, "id");
    Receipt receipt = published(1, "features");

    Files.move(home.resolve("telco"), home.resolve("old"));
    assertThat(sink.canReopen(receipt, plan())).isFalse();
    published(2, "features");
    assertThat(sink.canReopen(receipt, plan())).isFalse();
  }

  @Test
  void whatARunWasPlannedWithCanBeReadWhenOthersHaveWrittenSince() throws IOException {
    published(1, "features");
    String table = home.resolve("telco").toString();
    for (Ingestor<Dataset<Row>> source :
        List.of(
            features("telco", null, null),
            delta(home.resolve("telco"), null, null),
            (Ingestor<Dataset<Row>>)
                new IngestRequestLog()
                    .create(new IngestRequestLog.Options(table, null, Map.of(), Map.of())))) {
      String planned = source.version(plan()).orElseThrow();
      published(2, "other" + source.getClass().getSimpleName());

      assertThat(source.version(plan())).isNotEqualTo(Optional.of(planned));
      assertThat(source.canRead(planned, plan())).as("%s", source).isTrue();
      assertThat(source.canRead(planned.replace("@", "@another"), plan())).isFalse();
      assertThat(source.canRead(planned.replaceFirst("\\d+@", "99@"), plan())).isFalse();
    }
    Ingestor<Dataset<Row>> features = features("telco", null, null);
    String planned = features.version(plan()).orElseThrow();
    Files.move(home.resolve("telco"), home.resolve("old"));
    assertThat(features.canRead(planned, plan())).as("the table is gone").isFalse();
    published(3, "anew");
    assertThat(features.canRead(planned, plan())).as("a table made anew").isFalse();
  }

  @Test
  void withoutWritingTheSinkHandsItsInputOn() {
    Dataset<Row> input = ids(1);

    assertThat(sink(Mode.OVERWRITE, false, "id").withoutWriting(Map.of("raw", input), context("f")))
        .isSameAs(input);
    assertThat(store.tables()).isEmpty();
  }

  @Test
  void theSinkSaysAtPlanTimeWhatItHandsOnAndRefusesKeysThatCannotBe() {
    Schema input =
        Schema.of(Column.required("id", Simple.LONG), Column.nullable("v", new VectorOf(3)));
    List<String> problems = new ArrayList<>();

    assertThat(
            sink(Mode.OVERWRITE, true, "v")
                .schema(
                    Map.of("raw", input),
                    (option, code, message) -> problems.add(option + " " + code + " " + message)))
        .isEqualTo(
            Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("v", new VectorOf(3))));
    assertThat(problems)
        .containsExactly(
            "keys[0] COLUMN_TYPE 'v' is vector(3) and can't be a key; take columns of plain types");
    assertThat(sink(Mode.APPEND, true).schema(Map.of("raw", input), (o, c, m) -> {}).isKnown())
        .isFalse();
  }

  @Test
  void badOptionsAreRefused() {
    assertThatThrownBy(() -> sink(Mode.MERGE, false))
        .hasMessage("mode merge needs keys, the columns that identify a row");
    assertThatThrownBy(
            () ->
                new PublishFeatures()
                    .create(new PublishFeatures.Options("a/b", List.of(), Mode.APPEND, false)))
        .hasMessage("table 'a/b' is no name: take letters, digits, _ and -");
    assertThatThrownBy(() -> delta(home, null, "yesterday"))
        .hasMessage(
            "timestamp 'yesterday' is no point in time; write 2026-11-20, 2026-11-20T10:00:00"
                + " (UTC) or 2026-11-20T10:00:00+01:00");
  }

  @Test
  @Tag("full")
  void featuresAreReadAtThePlannedVersion() {
    published(1, "a");
    Ingestor<Dataset<Row>> newest = features("telco", null, null);
    Optional<String> planned = newest.version(plan());
    published(2, "b");

    assertThat(newest.schema(plan())).isEqualTo(IDS);
    assertThat(newest.version(plan())).isNotEqualTo(planned);
    assertThat(frames.rows(newest.read(planned, context("in")))).containsExactly(List.of(1L, "x"));
    assertThat(features("telco", 0L, null).version(plan())).isEqualTo(planned);
    String time = store.version("telco", 0).orElseThrow().time().toString();
    assertThat(features("telco", null, time).version(plan())).isEqualTo(planned);
  }

  @Test
  void missingFeaturesAreNamed() throws IOException {
    assertFails(
        () -> features("nix", null, null).schema(plan()),
        StandardError.MISSING_FILE,
        "There is no feature table 'nix' at "
            + home.resolve("nix")
            + "; run the pipeline that publishes it, or correct table.");
    published(1, "a");
    assertFails(
        () -> features("telco", 7L, null).version(plan()),
        StandardError.MISSING_FILE,
        "Feature table 'telco' has no version 7; the newest is 0, of "
            + store.latest("telco").orElseThrow().time()
            + ".");
    Optional<String> planned = features("telco", null, null).version(plan());
    Files.move(home.resolve("telco"), home.resolve("old"));
    assertFails(
        () -> features("telco", null, null).read(planned, context("in")),
        StandardError.SOURCE_CHANGED,
        "Feature table 'telco' no longer has the version 0 that the run was planned with; run"
            + " again without --resume.");
  }

  @Test
  void aDeltaTableOfOthersIsReadAtThePlannedVersion() {
    Path table = home.resolve("theirs {1}");
    frames.session().range(3).toDF("id").write().format("delta").save(table.toString());
    Ingestor<Dataset<Row>> newest = delta(table, null, null);
    Optional<String> planned = newest.version(plan());
    frames
        .session()
        .range(5)
        .toDF("id")
        .write()
        .format("delta")
        .mode("append")
        .save("file:" + table);

    assertThat(newest.schema(plan())).isEqualTo(Schema.of(Column.nullable("id", Simple.LONG)));
    assertThat(newest.read(planned, context("in")).count()).isEqualTo(3);
    assertThat(newest.read(newest.version(plan()), context("in")).count()).isEqualTo(8);
    assertThat(delta(table, 0L, null).version(plan())).isEqualTo(planned);
    assertThat(delta(table, null, "2999-01-01").version(plan())).isEqualTo(newest.version(plan()));
    assertFails(
        () -> delta(table, 2L, null).version(plan()),
        StandardError.MISSING_FILE,
        "The Delta table at "
            + table
            + " has no version 2 that can still be read; the newest is 1.");
    assertFails(
        () -> delta(table, null, "1999-01-01").schema(plan()),
        StandardError.MISSING_FILE,
        "The Delta table at "
            + table
            + " has no version from 1999-01-01T00:00:00Z or before; take a later timestamp.");
  }

  @Test
  void whatIsNoDeltaTableIsNamed() throws IOException {
    Path none = Files.createDirectories(home.resolve("none"));
    assertFails(
        () -> delta(none, null, null).schema(plan()),
        StandardError.MISSING_FILE,
        "There is no Delta table at " + none + "; correct path.");
    Path log = Files.createDirectories(home.resolve("broken/_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{\"commitInfo\":{");
    assertFails(
        () -> delta(home.resolve("broken"), null, null).version(plan()),
        StandardError.UNREADABLE_FILE,
        "The Delta table at "
            + home.resolve("broken")
            + " can't be read: its log is damaged, or needs a newer version of Delta; check it with"
            + " the program that wrote it.");
  }
}
