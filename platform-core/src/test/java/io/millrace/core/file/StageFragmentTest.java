package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StageFragmentTest {
  private static final Schema PEOPLE =
      Schema.of(Column.nullable("age", Simple.INT), Column.nullable("name", Simple.STRING));

  private static StageFragment.Checked<List<String>> check(
      String yaml, Map<String, Schema> inputs) {
    return StageFragment.of(Fixtures.catalog(), Fixtures.CONTEXT, Fixtures.LINES)
        .check(yaml, "stage.yaml", inputs);
  }

  private static List<String> problems(String yaml, Schema input) {
    return check(yaml, Map.of("input", input)).problems().stream().map(Problem::text).toList();
  }

  @Test
  void theStageIsMadeAndItsSchemaFollowsFromItsInput() {
    StageFragment.Checked<List<String>> checked =
        check(
            """
            use: transform/impute
            with: { columns: [age] }
            """,
            Map.of("input", PEOPLE));

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.stage()).contains(new Planned.Numbers(true, List.of("age")));
    assertThat(checked.schema()).isEqualTo(PEOPLE);
  }

  @Test
  void everyProblemIsReportedAtItsPlace() {
    String yaml =
        """
        use: transform/impute
        with:
          columns: [aeg, name]
          indicator: maybe
        """;

    assertThat(problems(yaml, PEOPLE))
        .containsExactly(
            "stage.yaml:4:14: [WRONG_TYPE] option 'indicator' of stage 'stage' must be true or"
                + " false, not the text 'maybe'");
    assertThat(problems(yaml.replace("maybe", "true"), PEOPLE))
        .containsExactly(
            "stage.yaml:3:13: [UNKNOWN_COLUMN] there is no column 'aeg' in what 'input' yields;"
                + " did you mean 'age'?",
            "stage.yaml:3:18: [COLUMN_TYPE] column 'name' must be a number, not string");
    assertThat(problems("use: transform/imput", PEOPLE))
        .containsExactly(
            "stage.yaml:1:6: [UNKNOWN_STAGE] there is no stage 'transform/imput'; did you mean"
                + " 'transform/impute'?");
    assertThat(problems("use: [", PEOPLE)).hasSize(1).first().asString().contains("[BAD_YAML]");
    assertThat(problems("transform/impute", PEOPLE)).hasSize(1);
  }

  @Test
  void namedInputsAndNoneAreFit() {
    Map<String, Schema> inputs = new LinkedHashMap<>();
    inputs.put("left", PEOPLE);
    inputs.put("right", Schema.of(Column.nullable("n", Simple.LONG)));
    String join = "{ use: combine/join, with: { on: [age] } }";

    assertThat(check(join, inputs).schema().names()).containsExactly("age", "name", "n");
    assertThat(check(join, Map.of()).problems()).isEmpty();
    assertThat(check("{ use: ingest/rows, with: { path: a.csv } }", Map.of()).schema().names())
        .contains("age", "churn");
  }
}
