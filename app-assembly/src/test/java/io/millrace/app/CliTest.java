package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTest {
  @TempDir private Path directory;

  @Test
  void withoutWordsTheOverviewIsShown() {
    Call call = call();

    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).startsWith("millrace - machine-learning pipelines from one YAML file\n");
    assertThat(call).isEqualTo(call("--help")).isEqualTo(call("-h")).isEqualTo(call("help"));
  }

  @Test
  void theOverviewNamesEveryVerbWithWhatItDoes() {
    String overview = call("--help").out();

    for (Verb verb : Verbs.ALL) {
      assertThat(overview.lines().map(String::strip))
          .anyMatch(line -> line.startsWith(verb.name() + "  ") && line.endsWith(verb.help()));
    }
  }

  @Test
  void everyVerbHasAPageThatNamesTheGlobalOptions() {
    for (Verb verb : Verbs.ALL) {
      String[] words = (verb.name() + " --help").split(" ", -1);
      Call call = call(words);

      assertThat(call.exitCode()).as(verb.name()).isZero();
      assertThat(call.out())
          .startsWith("Usage: millrace " + verb.name())
          .contains("--home", "--output", "--log-level", "--help");
    }
  }

  @Test
  void theVersionTellsWhatItStandsOn() {
    assertThat(call("--version").out())
        .matches(
            "millrace \\d+\\.\\d+\\.\\d+ \\(Spark 4\\.\\d+\\.\\d+, Delta 4\\.\\d+\\.\\d+, Java .+\\)\n");
  }

  @Test
  void anUnknownVerbIsRefusedWithTheNearOne() {
    assertThat(call("stagse"))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [INVALID_CALL] there is no verb 'stagse'; did you mean 'stages'?\n"));
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearOne() {
    assertThat(call("stages", "--plugin", "x"))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [INVALID_CALL] there is no option '--plugin'; did you mean '--plugins'?\n"));
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThat(call("stages", "--plugins"))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [INVALID_CALL] missing required parameter for option '--plugins' (DIR); see"
                    + " 'millrace stages --help'\n"));
  }

  @Test
  void globalOptionsWithoutAVerbAreRefused() {
    assertThat(call("--output", "json").err())
        .isEqualTo("error: [INVALID_CALL] a verb is missing; 'millrace --help' lists them\n");
  }

  @Test
  void inJsonAMistakeIsADocumentToo() {
    assertThat(call("stages", "--output", "json", "--plugins", "absent"))
        .isEqualTo(
            new Call(
                2,
                """
                {
                  "problems" : [ {
                    "code" : "NOT_FOUND",
                    "message" : "there is no plugin at 'ABSENT'; name a jar, or a directory that holds jars"
                  } ]
                }
                """
                    .replace("ABSENT", directory.resolve("absent").toString()),
                ""));
  }

  @Test
  void globalOptionsMayStandBeforeTheVerb() {
    assertThat(call("--output", "json", "stages")).isEqualTo(call("stages", "--output", "json"));
  }

  @Test
  void lookingMakesNoHome() {
    call("stages");

    assertThat(directory).isEmptyDirectory();
  }

  private Call call(String... words) {
    return Call.in(directory, words);
  }
}
