package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.Console;
import io.millrace.app.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is to be told of runs, as users say it. */
final class OpenLineageOptionTest {
  private static final String NOWHERE =
      "error: [INVALID_CALL] OpenLineage events can't go to an address that begins with 's3:';"
          + " write a path, file:PATH, or http(s)://HOST:PORT[/PATH] for --openlineage\n";

  @TempDir private Path directory;

  @BeforeEach
  void writeAFile() throws IOException {
    Files.writeString(directory.resolve("pipeline.yaml"), "pipeline: churn\nstages: []\n");
  }

  private Call call(Map<String, String> environment, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(stream(out), stream(err), Style.PLAIN, Style.PLAIN, null, directory);
    int exitCode = new Cli(console, environment).run(words);
    return new Call(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run pipeline.yaml --openlineage s3://lake/events",
        "--openlineage s3://lake/events run pipeline.yaml",
        "requests collect requests --to table --openlineage=s3://lake/events"
      })
  void anAddressThatNothingCanBeToldIsRefusedBeforeAnythingIsMade(String words) {
    assertThat(call(Map.of(), words.split(" "))).isEqualTo(new Call(2, "", NOWHERE));
    assertThat(directory.resolve(".millrace")).doesNotExist();
  }

  @Test
  void theEnvironmentSaysItForVerbsThatRecordRuns() {
    Map<String, String> environment = Map.of("MILLRACE_OPENLINEAGE", "s3://lake/events");

    assertThat(call(environment, "run", "pipeline.yaml")).isEqualTo(new Call(2, "", NOWHERE));
    assertThat(call(environment, "run", "pipeline.yaml", "--openlineage", "").err())
        .as("whoever says nobody means nobody")
        .doesNotContain("OpenLineage");
    assertThat(call(environment, "runs", "list").exitCode()).isZero();
    assertThat(call(environment, "plan", "pipeline.yaml").err()).doesNotContain("OpenLineage");
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() {
    Call call =
        call(
            Map.of(),
            "run",
            "pipeline.yaml",
            "--openlineage",
            "https://ada:geheim@marquez:5000/api/v1/lineage");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err())
        .contains("holds a user's name; a key goes into MILLRACE_OPENLINEAGE_API_KEY")
        .doesNotContain("geheim");
  }

  @Test
  void theNamespaceHasAName() {
    Map<String, String> environment = Map.of("MILLRACE_OPENLINEAGE", "events.jsonl");

    Call call = call(environment, "run", "pipeline.yaml", "--openlineage-namespace", " ");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.err()).contains("the namespace of OpenLineage events is empty");
  }

  @Test
  void verbsThatRecordNothingHaveNoSuchOption() {
    assertThat(call(Map.of(), "plan", "pipeline.yaml", "--openlineage", "events.jsonl").err())
        .contains("there is no option '--openlineage'");
  }
}
