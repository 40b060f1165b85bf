package io.millrace.stages.combine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code combine/as-of-join}. */
@ExtendWith(SparkExtension.class)
final class AsOfJoinTest {
  private static final Schema EVENTS =
      Schema.of(
          Column.required("id", Simple.INT),
          Column.nullable("k.`1`", Simple.STRING),
          Column.nullable("at", Simple.LONG));
  private static final Schema FEATURES =
      Schema.of(
          Column.nullable("k.`1`", Simple.STRING),
          Column.nullable("at", Simple.LONG),
          Column.nullable("loaded", Simple.INT),
          Column.nullable("id", Simple.INT));

  private final SparkTestFrames frames;
  private final StageHarness harness;

  AsOfJoinTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  private HarnessedStage join(String options) {
    return harness.stage("use: combine/as-of-join\nwith:\n" + options.indent(2));
  }

  private static <T> Map<String, T> sides(T events, T features) {
    Map<String, T> sides = new LinkedHashMap<>();
    sides.put("left", events);
    sides.put("right", features);
    return sides;
  }

  /** What a join is to find, by looking at each feature row for each event. */
  private record Search(boolean exactMatches, long tolerance, boolean inner) {
    List<List<@Nullable Object>> over(
        List<List<@Nullable Object>> events, List<List<@Nullable Object>> features) {
      List<List<@Nullable Object>> result = new ArrayList<>();
      for (List<@Nullable Object> event : events) {
        List<@Nullable Object> best = null;
        for (List<@Nullable Object> feature : features) {
          if (isKnownTo(event, feature) && (best == null || isNewer(feature, best))) {
            best = feature;
          }
        }
        if (best != null || !inner) {
          List<@Nullable Object> row = new ArrayList<>(event);
          row.add(best == null ? null : best.get(2));
          row.add(best == null ? null : best.get(3));
          row.add(best == null ? null : best.get(1));
          result.add(row);
        }
      }
      return result;
    }

    private boolean isKnownTo(List<@Nullable Object> event, List<@Nullable Object> feature) {
      if (event.get(1) == null || event.get(2) == null || feature.get(1) == null) {
        return false;
      }
      long age = (Long) event.get(2) - (Long) feature.get(1);
      return event.get(1).equals(feature.get(0))
          && (exactMatches ? age >= 0 : age > 0)
          && age <= tolerance;
    }

    /** By time, then by when it was loaded; ids are such that these never tie. */
    private static boolean isNewer(List<@Nullable Object> a, List<@Nullable Object> b) {
      int byTime = Long.compare((Long) a.get(1), (Long) b.get(1));
      return byTime > 0 || byTime == 0 && (Integer) a.get(2) > (Integer) b.get(2);
    }
  }

  /** Few keys and times, so that there are ties, exact hits, gaps and keys of one side only. */
  private static List<List<@Nullable Object>> random(Random random, int rows, boolean features) {
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String key = random.nextInt(20) == 0 ? null : "k" + random.nextInt(60);
      Long at = random.nextInt(20) == 0 ? null : (long) random.nextInt(30) - 5;
      result.add(features ? Arrays.asList(key, at, i, -i) : Arrays.asList(i, key, at));
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({"true,left,1000", "false,inner,1000", "true,inner,3", "false,left,0", "true,left,0"})
  void itFindsWhatASearchOfAllRowsFinds(boolean exact, String type, long tolerance) {
    Random random = new Random(42 + tolerance);
    List<List<@Nullable Object>> events = random(random, 900, false);
    List<List<@Nullable Object>> features = random(random, 1100, true);

    Dataset<Row> joined =
        join("on: ['k.`1`']\ntime: at\nexactMatches: %s\ntype: %s\ntolerance: '%d'\n"
                    .formatted(exact, type, tolerance)
                + "newestBy: loaded\nmatchedTime: since\nsuffix: _then")
            .combine(
                sides(
                    frames.frame(EVENTS, events).repartition(3),
                    frames.frame(FEATURES, features).repartition(3)));

    assertThat(joined.columns()).containsExactly("id", "k.`1`", "at", "loaded", "id_then", "since");
    assertThat(frames.rows(joined))
        .containsExactlyInAnyOrderElementsOf(
            new Search(exact, tolerance, type.equals("inner")).over(events, features));
  }

  @Test
  void ofRowsThatAreAsNewTheSameOneCountsInWhateverOrderTheyCome() {
    Dataset<Row> event = frames.frame(EVENTS, List.of(Arrays.asList(1, "a", 5L)));
    List<List<Object>> tied = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tied.add(List.of("a", 4L, 7, i));
    }
    HarnessedStage join = join("on: ['k.`1`']\ntime: at\ncolumns: [id]\nsuffix: _r");

    List<List<@Nullable Object>> once =
        frames.rows(join.combine(sides(event, frames.frame(FEATURES, tied))));
    Collections.reverse(tied);
    List<List<@Nullable Object>> again =
        frames.rows(join.combine(sides(event, frames.frame(FEATURES, tied).repartition(5))));

    assertThat(again).isEqualTo(once);
  }

  @Test
  void timesOfAllKindsAndColumnsOfAllKindsAreTaken() {
    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    Schema features =
        Schema.of(
            Column.required("k", Simple.INT),
            Column.required("t", Simple.TIMESTAMP),
            Column.required("v", new VectorOf(2)),
            Column.nullable("x.y", new LogicalType.ArrayOf(Simple.STRING)));
    Schema events =
        Schema.of(Column.required("k", Simple.INT), Column.required("t", Simple.TIMESTAMP));
    HarnessedStage join = join("on: [k]\ntime: t\ntolerance: 1h");

    Dataset<Row> joined =
        join.combine(
            sides(
                frames.frame(
                    events,
                    List.of(
                        List.of(1, noon), List.of(1, noon.plusSeconds(3601)), List.of(2, noon))),
                frames.frame(
                    features, List.of(List.of(1, noon, List.of(1.0, 2.0), List.of("a"))))));

    assertThat(frames.schema(joined).require("v").type()).isEqualTo(new VectorOf(2));
    assertThat(frames.rows(joined.drop("v")))
        .containsExactlyInAnyOrder(
            Arrays.asList(1, noon, List.of("a")),
            Arrays.asList(1, noon.plusSeconds(3601), null),
            Arrays.asList(2, noon, null));

    Schema dated = Schema.of(Column.required("k", Simple.INT), Column.required("d", Simple.DATE));
    Schema since =
        Schema.of(Column.required("k", Simple.INT), Column.required("since", Simple.DATE));
    LocalDate day = LocalDate.parse("2026-11-20");
    assertThat(
            frames.rows(
                join("on: [k]\ntime: d\nrightTime: since\ntolerance: 2d\nmatchedTime: found")
                    .combine(
                        sides(
                            frames.frame(
                                dated, List.of(List.of(1, day), List.of(1, day.plusDays(9)))),
                            frames.frame(since, List.of(List.of(1, day.minusDays(2))))))))
        .containsExactlyInAnyOrder(
            List.of(1, day, day.minusDays(2)), Arrays.asList(1, day.plusDays(9), null));
  }

  @Test
  void emptySidesAndTimesFarApartAreNoMistake() {
    HarnessedStage join = join("on: ['k.`1`']\ntime: at\ncolumns: [loaded]\ntolerance: '9'");
    Dataset<Row> event =
        frames.frame(
            EVENTS, List.of(List.of(1, "a", Long.MAX_VALUE), Arrays.asList(2, null, null)));
    Dataset<Row> old = frames.frame(FEATURES, List.of(List.of("a", Long.MIN_VALUE, 1, 1)));

    assertThat(frames.rows(join.combine(sides(event, old))))
        .containsExactlyInAnyOrder(
            Arrays.asList(1, "a", Long.MAX_VALUE, null), Arrays.asList(2, null, null, null));
    assertThat(frames.rows(join.combine(sides(event, frames.frame(FEATURES, List.of())))))
        .hasSize(2);
    assertThat(frames.rows(join.combine(sides(frames.frame(EVENTS, List.of()), old)))).isEmpty();
  }

  @Test
  void whatDoesNotFitIsSaidBeforeTheRun() {
    Schema texts =
        Schema.of(
            Column.nullable("k.`1`", Simple.STRING),
            Column.nullable("at", Simple.STRING),
            Column.nullable("id", Simple.INT));

    assertThat(
            join("on: ['k.`1`', x]\n"
                    + "time: at\n"
                    + "rightTime: when\n"
                    + "columns: [loaded, y]\n"
                    + "tolerance: 7d\n"
                    + "matchedTime: at")
                .problems(sides(EVENTS, FEATURES)))
        .containsExactly(
            "stage.yaml:3:17: [UNKNOWN_COLUMN] the left input has no column 'x'",
            "stage.yaml:4:9: [UNKNOWN_COLUMN] the right input has no column 'when'",
            "stage.yaml:6:21: [UNKNOWN_COLUMN] the right input has no column 'y'",
            "stage.yaml:7:14: [INVALID_OPTION] '7d' is no span between values of 'at', which holds"
                + " longs; write a whole number as 100",
            "stage.yaml:8:16: [DUPLICATE_COLUMN] there is a column 'at' already; take another"
                + " name");
    assertThat(join("on: ['k.`1`']\ntime: at").problems(sides(texts, FEATURES)))
        .containsExactly(
            "stage.yaml:2:1: [DUPLICATE_COLUMN] both inputs have a column 'id'; set suffix, or drop"
                + " or rename it on one side",
            "stage.yaml:4:9: [COLUMN_TYPE] 'at' is string on the left and long on the right; cast"
                + " one of them before");
    assertThat(join("on: [k]\ntime: k\ntolerance: soon").problems())
        .containsExactly("stage.yaml:2:1: [INVALID_OPTION] on: the time is no key (stage 'stage')");
    assertThat(join("on: [k]\ntime: t\ntolerance: soon").problems())
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] tolerance 'soon' is no span of time; write 30s, 10m,"
                + " 2h or 7d, or a number (stage 'stage')");
  }
}
