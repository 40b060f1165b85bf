package io.millrace.console.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import io.millrace.console.web.VisitedConsole;
import io.millrace.testkit.memory.Table;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeaturePagesTest extends VisitedConsole {
  private static final Column ID = Column.required("id", Simple.LONG);
  private static final Column AGE = Column.nullable("age", Simple.INT);
  private static final Column EVIL = Column.nullable("<script>alert(1)</script>", Simple.STRING);

  private void publish(String run, Table rows) {
    home.features()
        .publish(
            rows,
            new Publication("people", Mode.OVERWRITE, List.of("id"), true),
            new EffectKey(run, "features", "fingerprint"));
  }

  private void publishTwo() {
    publish("run-0", Table.of(Schema.of(ID, AGE), new Object[] {1L, 30}, new Object[] {2L, 40}));
    publish("run-1", Table.of(Schema.of(ID, AGE, EVIL), new Object[][] {{1L, 30, "x"}}));
  }

  @Test
  void aHomeWithoutTablesTellsHowOneIsMade() {
    assertThat(visitor.page("/features"))
        .contains("There is no feature table yet", "sink/publish-features");
    assertThat(visitor.get("/features/none").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/features/..%2f..").statusCode()).isEqualTo(404);
  }

  @Test
  void aTableIsShownWithItsVersionsAndTheColumnsOfOne() {
    publishTwo();

    assertThat(visitor.page("/features"))
        .contains("<a href=\"/features/people\">people</a>", "memory:features/people")
        .contains("href=\"/runs/run-1\"");
    assertThat(visitor.page("/features/people"))
        .contains("Columns of version 1", "long, never null", "&lt;script&gt;alert(1)")
        .contains("href=\"/runs/run-0\"", "WRITE", "/lineage?of=features%3Apeople")
        .doesNotContain("<script>alert");
    assertThat(visitor.page("/features/people?version=0"))
        .contains("Columns of version 0")
        .doesNotContain("&lt;script&gt;alert(1)");
    assertThat(visitor.get("/features/people?version=7").statusCode()).isEqualTo(404);
  }

  @Test
  void twoVersionsAreComparedByColumnsAndFigures() {
    publishTwo();

    assertThat(visitor.page("/features/people?from=0&to=1"))
        .contains("<tr class=\"added\"><th scope=\"row\">&lt;script&gt;")
        .contains(
            "<th scope=\"row\">rows</th><td class=\"n\">2</td><td class=\"n\">1</td><td"
                + " class=\"n\">-1</td>")
        .contains("<option selected>0</option>");
    assertThat(visitor.page("/features/people?from=1&to=0")).contains("<tr class=\"removed\">");
    assertThat(visitor.page("/features/people?from=1&to=1"))
        .doesNotContain("class=\"added\"", "class=\"removed\"", "class=\"changed\"")
        .contains("The columns are the same");
    assertThat(visitor.get("/features/people?from=0&to=9").statusCode()).isEqualTo(404);
  }

  @Test
  void programsGetTheSameAsJson() throws IOException {
    publishTwo();
    JsonNode list = new ObjectMapper().readTree(visitor.page("/api/features"));
    JsonNode one = new ObjectMapper().readTree(visitor.page("/api/features/people"));

    assertThat(list.at("/features/0/version").asInt()).isEqualTo(1);
    assertThat(one.at("/versions/1/facts/rows").asText()).isEqualTo("2");
    assertThat(one.at("/columns/0/name").asText()).isEqualTo("id");
  }
}
