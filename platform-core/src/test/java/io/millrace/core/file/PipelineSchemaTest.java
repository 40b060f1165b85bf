package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.options.JsonText;
import io.millrace.core.options.Option;
import io.millrace.core.options.PipelineSchema;
import io.millrace.core.options.StageDoc;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineSchemaTest {
  private static final String TEXT = JsonText.pretty(PipelineSchema.of(Fixtures.catalog()));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TEXT);

  @Test
  void isTheSameEveryTime() {
    assertThat(JsonText.pretty(PipelineSchema.of(Fixtures.catalog()))).isEqualTo(TEXT);
    assertThat(TEXT)
        .startsWith("{\n  \"$schema\" : \"https://json-schema.org/draft/2020-12/schema\"");
  }

  @Test
  void acceptsAValidFile() throws YamlException {
    assertThat(errors(ValidFile.TEXT)).isEmpty();
  }

  @Test
  void refusesWhatTheReaderRefuses() throws YamlException {
    for (String text :
        List.of(
            ValidFile.with("seed: 7", "sead: 7"),
            ValidFile.with("id: publish", "id: Publish it"),
            ValidFile.with("use: sink/table", "use: sink/tabel"),
            ValidFile.with("gates:", "gate:"),
            ValidFile.with("path: \"${param:data}\", ", ""),
            ValidFile.with("    with: { label: churn }\n", ""),
            ValidFile.with("header: true", "header: sometimes"),
            ValidFile.with("header: true", "password: hunter2"),
            ValidFile.with("test: 0.2", "test: 1.2"),
            ValidFile.with("test: 0.2", "test: 0.2, seedColumn: age"),
            ValidFile.with("columns: [age, income]", "columns: []"),
            ValidFile.with("columns: [age, income]", "columns: age"),
            ValidFile.with("strategy: mean\n", "strategy: meen\n"),
            ValidFile.with("kind: grid", "kind: gird"),
            ValidFile.with("    from: quality\n", ""))) {
      assertThat(ValidFile.problems(text)).isNotEmpty();
      assertThat(errors(text)).as(text).isNotEmpty();
    }
  }

  @Test
  void carriesHelpDefaultsAndRanges() {
    assertThat(TEXT)
        .contains("\"description\" : \"where the rows lie\"")
        .contains("\"default\" : \"median\"")
        .contains("\"exclusiveMaximum\" : 1.0");
  }

  @Test
  void documentsAStage() {
    OfferedStage impute = Fixtures.catalog().require("transform/impute");
    StageDoc doc = StageDoc.of(impute);
    assertThat(doc.kind()).isEqualTo("transformer");
    assertThat(doc.origin()).isEqualTo("built in");
    assertThat(doc.options())
        .containsExactly(
            new StageDoc.OptionDoc(
                "columns",
                "list of string",
                true,
                "",
                "",
                "",
                false,
                Option.Columns.INPUT,
                false,
                List.of()),
            new StageDoc.OptionDoc(
                "strategy",
                "mean | median | most-frequent",
                false,
                "\"median\"",
                "",
                "",
                true,
                Option.Columns.NONE,
                false,
                List.of()),
            new StageDoc.OptionDoc(
                "indicator",
                "boolean",
                false,
                "false",
                "",
                "",
                false,
                Option.Columns.NONE,
                false,
                List.of()));
    assertThat(StageDoc.of(Fixtures.catalog().require("split/random")).rules())
        .containsExactly("at most one of test, seedColumn may be given");
  }

  private static List<Error> errors(String yaml) throws YamlException {
    String json = JsonText.compact(YamlParser.parse(yaml, "f", new ProblemLog()).json());
    return SCHEMA.validate(json, InputFormat.JSON);
  }
}
