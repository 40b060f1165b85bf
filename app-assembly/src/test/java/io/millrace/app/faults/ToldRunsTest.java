package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenLineage events of runs that are stopped, go on, and have nobody to be told to. */
@Tag("full")
final class ToldRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "told/events.jsonl";

  @TempDir private Path directory;

  @Test
  void aRunIsToldOfUntilItIsDone() throws Exception {
    Site site = Site.in(directory);
    CliProcess process =
        site.startHeld("before done features", 1, "run", "pipeline.yaml", "--openlineage", FILE);
    assertThat(process.awaitHeld()).isNotEmpty();
    process.signal("INT");
    process.letGo();
    assertThat(process.end().exitCode()).isEqualTo(130);
    CliProcess.Ended ended =
        site.call("run", "--resume", site.newestRun(), "--openlineage", "file:" + FILE);
    assertThat(ended.exitCode()).as(ended.toString()).isZero();

    List<JsonNode> events = events(site.file(FILE));
    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "ABORT", "START", "COMPLETE");
    assertThat(events)
        .extracting(event -> event.at("/run/runId").asText())
        .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2)))
        .satisfies(ids -> assertThat(ids.get(2)).isEqualTo(ids.get(3)));
    JsonNode last = events.get(3);
    assertThat(last.at("/run/facets/millrace_run/status").asText()).isEqualTo("done");
    assertThat(last.at("/run/facets/processing_engine/name").asText()).isEqualTo("spark");
    assertThat(names(last, "inputs")).containsExactly("file " + site.file("rows.csv"));
    assertThat(names(last, "outputs"))
        .containsExactly("millrace features/leavers", "millrace models/leavers");
    assertThat(Files.readString(site.file(FILE))).doesNotContain(Site.SECRET);

    nobodyIsThere(site);
  }

  private static void nobodyIsThere(Site site) throws Exception {
    CliProcess.Ended ended =
        site.call("run", "pipeline.yaml", "--openlineage", "http://127.0.0.1:1");

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.err())
        .containsOnlyOnce(
            "The OpenLineage endpoint at http://127.0.0.1:1/api/v1/lineage takes no connection;"
                + " start it, or correct the address. The work goes on; OpenLineage events are"
                + " lost.")
        .containsOnlyOnce(
            "2 of 2 OpenLineage events did not get to http://127.0.0.1:1/api/v1/lineage.");
  }

  private static List<JsonNode> events(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static List<String> names(JsonNode event, String group) {
    List<String> names = new ArrayList<>();
    event
        .path(group)
        .forEach(
            dataset ->
                names.add(
                    dataset.path("namespace").asText() + " " + dataset.path("name").asText()));
    return names;
  }
}
