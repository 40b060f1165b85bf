package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.Ingestor;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.SparkEngine;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.ingest.FollowedFiles;
import io.millrace.stages.ingest.JsonFactory;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class JsonIngestTest {
  private static final String BAD =
      """
      {"id": 1, "paid": 1.5, "n": "x"}

      {"id": 2, "n": {"deep": [1.10]}}
      {"id": 3, "paid": "n/a", "n": "z"}
      {"id": 4, "paid": 2.5
      ["id", 5]
      {"id": 6, "paid": 3} {"id": 7}
      """;

  @TempDir Path directory;
  private final SparkTestFrames frames;

  JsonIngestTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private record Json(
      String path,
      @Nullable Map<String, LogicalType> schema,
      boolean multiLine,
      @Nullable String rows,
      OnDrift onDrift,
      BadRows badRows) {
    Json typed() {
      Map<String, LogicalType> types = new LinkedHashMap<>();
      types.put("id", Simple.INT);
      types.put("paid", Simple.DOUBLE);
      types.put("n", Simple.STRING);
      return new Json(path, types, multiLine, rows, onDrift, badRows);
    }

    Json document(@Nullable String field) {
      return new Json(path, schema, true, field, onDrift, badRows);
    }

    Json on(OnDrift what) {
      return new Json(path, schema, multiLine, rows, what, badRows);
    }

    Json bad(BadRows what) {
      return new Json(path, schema, multiLine, rows, onDrift, what);
    }

    Ingestor<Dataset<Row>> stage() {
      return SparkStages.ingestor(
          new JsonFactory()
              .create(
                  new JsonFactory.Options(
                      path, schema, multiLine, rows, onDrift, badRows, new FollowedFiles(1000))));
    }

    Schema plannedSchema() {
      return stage().schema(TestPlanContext.bare());
    }

    Dataset<Row> read() {
      return stage().read(stage().version(TestPlanContext.bare()), TestStageContext.of("raw"));
    }
  }

  private static Json at(Object path) {
    return new Json(path.toString(), null, false, null, OnDrift.FAIL, BadRows.FAIL);
  }

  private Json file(String name, String text) {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Json file(String name, String text, Charset charset) {
    try {
      return at(Files.write(directory.resolve(name), text.getBytes(charset)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<List<Object>> rows(Json json) {
    return frames.rows(json.read());
  }

  private MillraceException failure(Json json) {
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      Throwable failure = catchThrowable(() -> rows(json));
      assertThat(failure).as("the job should fail").isNotNull();
      return engine.explain(failure);
    }
  }

  @Test
  void typesAreFoundByReadingOrGiven() {
    Json json =
        file(
            "a.json",
            "\uFEFF{\"id\": 1, \"a.b `c`\": [\"ä\"], \"s\": {\"x\": 1.5}}\n{\"late\": true}\n");

    assertThat(json.plannedSchema()).isEqualTo(Schema.unknown());
    assertThat(frames.schema(json.read()).toString())
        .isEqualTo("(a.b `c` array<string>, id long, late boolean, s struct<x:double>)");
    assertThat(rows(json))
        .containsExactly(
            Arrays.asList(List.of("ä"), 1L, null, List.of(1.5)),
            Arrays.asList(null, null, true, null));
    Json typed = file("b.json", "{\"paid\": 2, \"id\": 1}\n").typed();
    assertThat(frames.schema(typed.read())).isEqualTo(typed.plannedSchema());
    assertThat(rows(typed)).containsExactly(Arrays.asList(1, 2.0, null));
  }

  @Test
  void documentsGiveTheirElementsOrThoseOfAField() {
    String items = "[\n{\"id\": 1, \"n\": \"x\\ny\"},\n{\"id\": 2}\n]";

    assertThat(rows(file("a.json", items).typed().document(null)))
        .containsExactly(Arrays.asList(1, null, "x\ny"), Arrays.asList(2, null, null));
    Json deep =
        file(
            "b.json",
            "{\"items\": 0, \"skip\": {\"items\": [{\"id\": 9}]}, \"result\": {\"total\": 2,"
                + " \"items\": "
                + items
                + "}}");
    assertThat(rows(deep.typed().document("result.items")))
        .extracting(row -> row.get(0))
        .containsExactly(1, 2);
    assertThat(rows(file("c.json", "{\n\"id\": 3}").typed().document(null)))
        .containsExactly(Arrays.asList(3, null, null));
    assertThat(failure(deep.typed().document("result.rows")))
        .hasMessage(
            "1 row of '"
                + deep.path()
                + "' can't be read; it is line 1 of b.json: the document has no field"
                + " 'result.rows', which rows names. Correct the file, or set badRows to null,"
                + " drop or quarantine.");
  }

  @Test
  void badRowsEndTheRunWithTheirCountAndTheFirst() {
    Json bad = file("bad.json", BAD).typed();
    MillraceException failure = failure(bad);

    assertThat(failure.code()).isEqualTo(StandardError.BAD_RECORD);
    assertThat(failure)
        .hasMessage(
            "4 rows of '"
                + bad.path()
                + "' can't be read; the first is line 4 of bad.json: column 'paid' holds \"n/a\","
                + " which is no double. Correct the file, or set badRows to null, drop or"
                + " quarantine.");
  }

  @Test
  void badRowsAreMissingValuesOrLeftOutOrSetAside() {
    Json bad = file("bad.json", BAD).typed();
    List<Object> first = Arrays.asList(1, 1.5, "x");
    List<Object> second = Arrays.asList(2, null, "{\"deep\":[1.1]}");

    assertThat(rows(bad.bad(BadRows.DROP))).containsExactly(first, second);
    assertThat(rows(bad.bad(BadRows.NULL)))
        .containsExactly(
            first,
            second,
            Arrays.asList(3, null, "z"),
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null));
    Json quarantined = bad.bad(BadRows.QUARANTINE);
    assertThat(frames.schema(quarantined.read())).isEqualTo(quarantined.plannedSchema());
    String source = "file:" + bad.path();
    assertThat(rows(quarantined))
        .extracting(row -> row.subList(3, 6))
        .containsExactly(
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null),
            Arrays.asList(
                "column 'paid' holds \"n/a\", which is no double",
                "{\"id\": 3, \"paid\": \"n/a\", \"n\": \"z\"}",
                source),
            Arrays.asList(
                "it is no JSON from character 22 on", "{\"id\": 4, \"paid\": 2.5", source),
            Arrays.asList("it is no JSON object", "[\"id\", 5]", source),
            Arrays.asList(
                "it is no JSON from character 22 on",
                "{\"id\": 6, \"paid\": 3} {\"id\": 7}",
                source));
    assertThat(quarantined.read().filter(QuarantineColumns.REASON + " IS NULL").count())
        .isEqualTo(2);
    assertThat(bad.bad(BadRows.DROP).read().count()).isEqualTo(2);
  }

  @Test
  void whereADocumentBreaksItIsTold() {
    Json broken = file("a.json", "[\n{\"id\": 1},\n{\"id\": }\n]").typed().document(null);

    assertThat(failure(broken))
        .hasMessage(
            "1 row of '"
                + broken.path()
                + "' can't be read; it is line 3 of a.json: the document is no JSON from line 3,"
                + " column 8 on, and nothing behind that is read. Correct the file, or set badRows"
                + " to null, drop or quarantine.");
    assertThat(rows(broken.bad(BadRows.DROP))).hasSize(1);
  }

  @Test
  void fieldsThatAreNoColumnsFailOrAreAddedOrRescued() {
    Json json =
        file(
                "a.json",
                "{\"id\": 1}\n"
                    + "{\"id\": \"two\", \"new\": [1.50], \"x\": {\"id\": 1}, \"n\": \"a\"}\n")
            .typed();

    assertThat(failure(json.bad(BadRows.NULL)))
        .hasMessage(
            "Line 2 of '"
                + json.path()
                + "' has a field 'new', which schema does not name; name it there, or set onDrift"
                + " to add or rescue.");
    assertThat(rows(json.on(OnDrift.RESCUE)))
        .containsExactly(
            Arrays.asList(1, null, null, null),
            Arrays.asList(null, null, "a", "{\"id\":\"two\",\"new\":[1.50],\"x\":{\"id\":1}}"));
    Json added = json.on(OnDrift.ADD).bad(BadRows.NULL);
    assertThat(added.plannedSchema()).isEqualTo(Schema.unknown());
    assertThat(added.read().schema().simpleString())
        .isEqualTo("struct<id:int,n:string,new:array<double>,x:struct<id:bigint>,paid:double>");
  }

  @Test
  void whatIsNotUtf8IsToldAndOptionsThatContradictEachOtherAreRefused() {
    Json latin = file("a.json", "{\"id\": 1, \"n\": \"ä\"}\n", StandardCharsets.ISO_8859_1).typed();

    for (Json json : List.of(latin, latin.document(null))) {
      assertThat(failure(json))
          .hasMessage(
              "A row of '"
                  + latin.path()
                  + "' is not encoded in UTF-8; JSON files have no other encoding.");
    }
    assertThatThrownBy(() -> at("x").on(OnDrift.ADD).stage())
        .hasMessage("onDrift: needs schema; without it all fields of all objects are columns");
    assertThat(catchThrowable(() -> file("e.json", "\n").read()))
        .hasMessage(
            "'"
                + directory.resolve("e.json")
                + "' holds no JSON object with a field; correct path, or give schema.");
  }

  @Test
  void chinooksTablesAreReadFromOneDocument() {
    Path path = Path.of(System.getProperty("millrace.data", ""), "chinook/ChinookData.json");
    assumeTrue(Files.exists(path), "the data set chinook is absent");

    Dataset<Row> tracks = at(path).document("Track").read();

    assertThat(tracks.count()).isEqualTo(3_503);
    assertThat(tracks.columns()).contains("TrackId", "Milliseconds", "UnitPrice");
    assertThat(at(path).document("PlaylistTrack").read().count()).isEqualTo(8_715);
  }
}
