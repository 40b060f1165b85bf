package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MlflowFilesTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              Column.required("city's", Simple.STRING),
              Column.nullable("size", Simple.FLOAT),
              Column.nullable("price", LogicalType.parse("decimal(10,2)")),
              Column.nullable("day", Simple.DATE),
              Column.nullable("place", LogicalType.parse("struct<x:double,tags:array<int>>"))),
          List.of(Column.nullable("prediction", LogicalType.parse("vector(2)"))),
          List.of());

  @TempDir Path directory;

  @Test
  void theScorerIsTheFunctionAndSparkAFlavorOfItsOwn() throws IOException {
    writeScoring(ScoringStep.of("drop-null").reading("size").with("reason", "no size"));
    writeSpark();
    writeGolden();

    MlflowFiles.write(directory, description());

    assertThat(directory.resolve("MLmodel"))
        .hasContent(
            """
            artifact_path: "cities"
            flavors:
              python_function:
                code: code/millrace_scoring.zip
                data: scoring
                env:
                  conda: conda.yaml
                  virtualenv: python_env.yaml
                loader_module: millrace_scoring
                python_version: "3.11"
              spark:
                code: null
                model_class: pyspark.ml.pipeline.PipelineModel
                model_data: sparkml
                pyspark_version: "4.1.0"
            model_uuid: "95a67aea5e1036389240fa1d071767b3"
            saved_input_example_info:
              artifact_path: input_example.json
              pandas_orient: split
              serving_input_path: serving_input_example.json
              type: dataframe
            signature:
              inputs: '[{"type":"string","name":"city''s","required":true},{"type":"double","name":"size","required":false},{"type":"any","name":"price","required":false},{"type":"any","name":"day","required":false},{"type":"object","properties":{"x":{"type":"double","required":false},"tags":{"type":"array","items":{"type":"long"},"required":false}},"name":"place","required":false}]'
              outputs: '[{"type":"array","items":{"type":"double"},"name":"prediction","required":false},{"type":"string","name":"dropped","required":false}]'
              params: null
            utc_time_created: "2026-01-31 12:30:00.250000"
            """);
    assertThat(directory.resolve("requirements.txt")).hasContent("mlflow-skinny\npandas\ntzdata\n");
    assertThat(directory.resolve("input_example.json"))
        .hasContent(
            """
            {"columns":["city's","size","price","day","place"],"data":[["Oslo",null,"1.50","2026-01-31",{"x":null,"tags":[1,2]}]]}\
            """);
    assertThat(directory.resolve("serving_input_example.json"))
        .content()
        .startsWith("{\"dataframe_split\":{\"columns\":[\"city's\"");
  }

  @Test
  void withoutAPortableFormSparkIsTheFunction() throws IOException {
    writeSpark();

    MlflowFiles.write(directory, description());

    assertThat(directory.resolve("MLmodel"))
        .content()
        .contains("    data: sparkml\n", "    loader_module: mlflow.spark\n", "  spark:\n")
        .doesNotContain("saved_input_example_info", "millrace_scoring");
    assertThat(directory.resolve("requirements.txt"))
        .hasContent("mlflow-skinny\npandas\npyspark==4.1.0\n");
    assertThat(directory.resolve("code")).doesNotExist();
  }

  @Test
  void whatPythonCanNotUseGetsNothing() throws IOException {
    MlflowFiles.write(directory, description());

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void stemmersAreRequiredWhereWordsAreCutDown() throws IOException {
    writeScoring(
        ScoringStep.of("stem")
            .reading("city's")
            .with("language", "german")
            .with("missing", "null"));

    MlflowFiles.write(directory, description());

    assertThat(directory.resolve("requirements.txt")).content().contains("snowballstemmer==1.2.1");
  }

  @Test
  void theSameSourcesMakeTheSameSmallFile() throws IOException {
    Path first = directory.resolve("first.zip");
    Path second = directory.resolve("second.zip");

    PythonScorer.write(first);
    PythonScorer.write(second);

    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(Files.size(first)).isLessThan(150_000);
    try (ZipFile zip = new ZipFile(first.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .isEqualTo(PythonScorer.sources())
          .contains("millrace_scoring/__init__.py");
    }
  }

  @Test
  void theListNamesAllSources() throws Exception {
    Path sources =
        Path.of(PythonScorer.class.getResource("/io/millrace/python/millrace_scoring").toURI());

    try (Stream<Path> files = Files.list(sources)) {
      assertThat(files.map(file -> "millrace_scoring/" + file.getFileName()))
          .containsExactlyInAnyOrderElementsOf(PythonScorer.sources());
    }
  }

  private void writeScoring(ScoringStep step) throws IOException {
    ScoringFormat.write(
        new ScoringProgram(SIGNATURE.inputs(), List.of(step), List.of()),
        directory.resolve("scoring"));
  }

  private void writeSpark() throws IOException {
    Path metadata = Files.createDirectories(directory.resolve("sparkml/metadata"));
    Files.writeString(metadata.resolve("_SUCCESS"), "");
    Files.writeString(metadata.resolve("part-00000-1.txt"), "{\"sparkVersion\":\"4.1.0\"}\n");
  }

  private void writeGolden() throws IOException {
    List<Golden> rows =
        List.of(
            new Golden(Arrays.asList("Rome", null, null, null, null), null),
            new Golden(
                Arrays.asList(
                    "Oslo",
                    Float.NaN,
                    new java.math.BigDecimal("1.50"),
                    LocalDate.of(2026, 1, 31),
                    Arrays.asList(null, List.of(1, 2))),
                List.of(List.of(0.5, 0.5))));
    new GoldenRows(rows).write(directory.resolve("golden.json"), SIGNATURE);
  }

  private static PackageDescription description() {
    return new PackageDescription(
        "cities",
        "pipeline",
        "run-1",
        Instant.parse("2026-01-31T12:30:00.25Z"),
        SIGNATURE,
        List.of(),
        null,
        null,
        Map.of(),
        Lineage.unknown(),
        List.of());
  }
}
