package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verbs say where nothing was run yet; none of them makes a home. */
final class EmptyHomeTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "runs list     | no runs yet; 'millrace run FILE' makes one",
        "models list   | no models yet; a pipeline with 'deploy/registry' registers one",
        "features list | no feature tables yet; a pipeline with 'sink/publish-features' makes one",
        "gc --dry-run  | would free 0 B",
        "runs prune --keep 3 | nothing to forget"
      })
  void listsAreEmptyAndSaySo(String words, String text) {
    assertThat(call(words)).isEqualTo(new Call(0, text + "\n", ""));
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"runs list,runs", "models list,models", "features list,features"})
  void inJsonTheyAreEmptyLists(String words, String name) {
    assertThat(call(words + " --output json").out()).isEqualTo("{\n  \"" + name + "\" : [ ]\n}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "runs show last | nothing was run yet in HOME",
        "models show telco | there is no model 'telco': nothing was run yet in HOME",
        "serve telco@champion --port 0 | there is no model 'telco': nothing was run yet in HOME",
        "models export telco /nowhere/at/all | there is no model 'telco': nothing was run yet in HOME",
        "models diff telco:1 telco:2 | there is no model 'telco': nothing was run yet in HOME",
        "models verify telco@champion | there is no model 'telco': nothing was run yet in HOME",
        "features show telco | there is no feature table 'telco'",
        "stages transform/nothing | there is no stage 'transform/nothing'",
        "validate absent.yaml | there is no file 'absent.yaml'"
      })
  void whatIsNotThereIsNamed(String words, String message) {
    Call call = call(words);

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .startsWith("error: [")
        .contains("] " + message.replace("HOME", directory.resolve(".millrace").toString()));
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "run | name a pipeline file, or a run with --resume",
        "run --resume r --fresh | --resume goes on with what the run recorded; leave out --env,"
            + " --param, --set, --until, --from, --sample and --fresh, or start a new run",
        "runs list --status won | --status takes running, done, refused, failed, interrupted, not"
            + " 'won'",
        "runs prune --keep -1 | --keep takes a count, not -1",
        "runs prune --keep 1 --older-than soon | --older-than takes an age as 30d, 12h or 2w, not"
            + " 'soon'",
        "models show a@b@c | 'a@b@c' names no model; write NAME, NAME@alias or NAME:version"
      })
  void mistakesInACallAreNamed(String words, String message) {
    assertThat(call(words)).isEqualTo(new Call(2, "", "error: [INVALID_CALL] " + message + "\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "0%,--sample takes a share as 1% or 0.01; not '0%'",
    "2,--sample takes a share as 1% or 0.01; not '2'",
    "much,--sample takes a share as 1% or 0.01; not 'much'"
  })
  void aSampleIsAShare(String sample, String message) throws IOException {
    Files.writeString(directory.resolve("p.yaml"), "pipeline: p\nstages: []\n");

    assertThat(call("plan p.yaml --sample " + sample).err())
        .isEqualTo("error: [INVALID_CALL] " + message.replace(';', ',') + "\n");
  }

  @Test
  void mistakesOfAFileAreAllShownWithTheirPlaces() throws IOException {
    Files.writeString(
        directory.resolve("p.yaml"), "pipeline: p\nstags: []\nstages:\n  - { id: a, use: nope }\n");

    Call call = call("validate p.yaml");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.out().lines())
        .hasSize(2)
        .allMatch(line -> line.matches("p\\.yaml:\\d+:\\d+: \\[[A-Z_]+\\] .+"));
    assertThat(call("plan p.yaml")).isEqualTo(call);
    assertThat(call("run p.yaml")).isEqualTo(call);
  }

  @Test
  void aNewPluginIsWrittenAndSaysWhatIsNext() {
    Call call = call("new plugin clip");

    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).contains("pom.xml", "Next\n", "mvn verify");
    assertThat(directory.resolve("clip/pom.xml")).exists();
    assertThat(call("new plugin clip").exitCode()).isEqualTo(2);
  }

  @Test
  void aNewPipelineIsWritten() {
    Call call = call("new pipeline leavers --output json");

    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).contains("\"name\" : \"leavers\"");
    assertThat(directory.resolve("leavers/pipeline.yaml"))
        .content()
        .contains("pipeline: leavers\n")
        .doesNotContain("@NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run churn.yaml", "show churn.yaml raw"})
  void aSecretThatIsNotThereIsAMistakeOfTheFile(String words) throws IOException {
    Files.writeString(
        directory.resolve("churn.yaml"),
        """
        pipeline: churn
        stages:
          - id: raw
            use: ingest/csv
            with: { path: "${secret:PLACE}" }
        """);

    assertThat(call(words))
        .isEqualTo(
            new Call(
                2,
                "churn.yaml:5:19: [UNRESOLVED_REFERENCE] there is no secret 'PLACE'; set the"
                    + " variable MILLRACE_SECRET_PLACE or add it to secrets.yaml\n",
                ""));
  }

  private Call call(String words) {
    return Call.in(directory, words.strip().split(" +", -1));
  }
}
