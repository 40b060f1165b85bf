package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that move aliases, as users call them. */
final class PromoteTest {
  @TempDir Path directory;

  @BeforeEach
  void register() throws IOException {
    RegisteredBands.in(directory, 0, 10);
    RegisteredBands.in(directory, 0, 10, 20);
    RegisteredBands.in(directory, 0, 10, 20, 30);
  }

  private Call models(String... words) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(words));
    return Call.in(directory, all.toArray(String[]::new));
  }

  private Call promote(String model, String... more) {
    List<String> words = new ArrayList<>(List.of("promote", model, "--to", "champion"));
    words.addAll(List.of("--why", "it's \"better\" <b>é</b>"));
    words.addAll(List.of(more));
    return models(words.toArray(String[]::new));
  }

  @Test
  void aNameAloneIsTheNewestVersion() {
    assertThat(promote("bands")).isEqualTo(new Call(0, "champion of bands names version 3\n", ""));
    assertThat(promote("bands:1"))
        .isEqualTo(new Call(0, "champion of bands names version 1, before that version 3\n", ""));
    assertThat(promote("bands:1"))
        .isEqualTo(
            new Call(0, "champion of bands names version 1 already: nothing was done\n", ""));
    assertThat(promote("bands@champion", "--dry-run").out())
        .isEqualTo("champion of bands names version 1 already: nothing to do\n");
  }

  @Test
  void aDryRunOnlyTells() {
    promote("bands:1");

    assertThat(promote("bands:2", "--dry-run").out())
        .isEqualTo("champion of bands would name version 2, before that version 1\n");
    assertThat(models("alias", "bands", "champion", "--delete", "--dry-run").out())
        .isEqualTo("champion of bands would be removed, before that version 1\n");
    assertThat(models("rollback", "bands", "--to-version", "3", "--dry-run").out())
        .isEqualTo("champion of bands would name version 3, before that version 1\n");
    assertThat(moves()).hasSize(1);
  }

  @Test
  void whatWasExpectedMustBeThere() {
    assertThat(promote("bands:1", "--expect", "none").exitCode()).isZero();
    assertThat(promote("bands:2", "--expect", "none"))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [ALIAS_MOVED] champion of bands names version 1, not no version as was"
                    + " expected: someone moved it\n"));
    assertThat(promote("bands:2", "--expect", "3").err())
        .isEqualTo(
            "error: [ALIAS_MOVED] champion of bands names version 1, not version 3 as was"
                + " expected: someone moved it\n");
    assertThat(promote("bands:2", "--expect", "one").err())
        .isEqualTo(
            "error: [INVALID_CALL] --expect takes the number of a version or 'none', not 'one'\n");
    assertThat(promote("bands:2", "--expect", "1").exitCode()).isZero();
  }

  @Test
  void anAliasIsSetRolledBackAndRemoved() {
    models("alias", "bands:1", "eu-north");
    models("alias", "bands:2", "eu-north");

    assertThat(models("rollback", "bands@eu-north").out())
        .isEqualTo("eu-north of bands names version 1, before that version 2\n");
    assertThat(models("alias", "bands", "eu-north", "--delete").out())
        .isEqualTo("eu-north of bands is removed, before that version 1\n");
    assertThat(models("alias", "bands", "eu-north", "--delete").out())
        .isEqualTo("eu-north of bands names no version already: nothing was done\n");
    assertThat(moves())
        .extracting(
            move -> move.path("from").asInt() + " " + move.path("to").asInt() + " " + why(move))
        .containsExactly("1 0 by hand", "2 1 rolled back", "1 2 by hand", "0 1 by hand");
  }

  @Test
  void mistakesOfTheCallAreSaid() {
    assertThat(promote("bands:9").err())
        .isEqualTo("error: [NOT_FOUND] model 'bands' has no version 9; its newest is 3\n");
    assertThat(models("alias", "bands", "challenger").err())
        .isEqualTo(
            "error: [INVALID_CALL] which version of bands? Write bands:VERSION or bands@ALIAS\n");
    assertThat(models("alias", "bands:1", "latest").err())
        .isEqualTo(
            "error: [INVALID_CALL] 'latest' can't be an alias: registries mean the newest version"
                + " by it; take another name, as champion\n");
    assertThat(models("rollback", "bands:2").err())
        .isEqualTo(
            "error: [INVALID_CALL] 'bands:2' names a version; write NAME or NAME@alias, and"
                + " --to-version 2 to go back to it\n");
    assertThat(models("rollback", "bands").err())
        .isEqualTo("error: [NOT_FOUND] bands never had the alias 'champion'\n");
    assertThat(models("history", "bandz").err())
        .isEqualTo("error: [NOT_FOUND] there is no model 'bandz'; models are bands\n");
    assertThat(models("promote", "bands", "--to", "champion").exitCode()).isEqualTo(2);
    assertThat(models("history", "bands").out()).isEqualTo("no alias was ever moved\n");
  }

  @Test
  void theReasonIsOneLineThatSaysSomething() {
    assertThat(models("promote", "bands", "--to", "champion", "--why", " "))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [INVALID_CALL] the reason is blank; say in a line why the alias moves\n"));
    assertThat(models("alias", "bands:1", "eu", "--why", "a\nb").err())
        .isEqualTo(
            "error: [INVALID_CALL] the reason must be one line; write it without line breaks\n");
    assertThat(models("rollback", "bands", "--why", "x".repeat(1_200)).err())
        .isEqualTo(
            "error: [INVALID_CALL] the reason has 1,200 characters; at most 1,000 are kept, so say"
                + " it shorter\n");
    assertThat(moves()).isEmpty();
  }

  @Test
  void theHistoryTellsWhoAndWhy() {
    promote("bands:1");
    models("alias", "bands:2", "challenger");

    assertThat(models("history", "bands", "--alias", "champion").out())
        .contains("WHEN")
        .contains(System.getProperty("user.name") + "  it's \"better\" <b>é</b>")
        .doesNotContain("challenger");
    assertThat(moves()).hasSize(2);
  }

  /** A hundred callers, each with a connection of its own, on the embedded database. */
  @Test
  @Tag("full")
  void manyPromotionsAtOnceMakeOneHistory() throws Exception {
    int callers = 100;
    List<Callable<Call>> calls = new ArrayList<>();
    IntStream.range(0, callers).forEach(i -> calls.add(() -> promote("bands:" + (i % 3 + 1))));
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      for (Future<Call> call : threads.invokeAll(calls)) {
        assertThat(call.get().err()).isEmpty();
        assertThat(call.get().exitCode()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }

    List<JsonNode> moves = moves();

    assertThat(moves).hasSizeGreaterThan(callers / 3);
    for (int i = 0; i + 1 < moves.size(); i++) {
      assertThat(moves.get(i).path("from").asInt()).isEqualTo(moves.get(i + 1).path("to").asInt());
    }
    assertThat(models("promote", "bands@champion", "--to", "last", "--why", "seen").out())
        .isEqualTo("last of bands names version %d\n".formatted(moves.get(0).path("to").asInt()));
  }

  /** Of those who decided on the same state, one wins. */
  @Test
  void ofManyWithTheSameExpectationOneMovesTheAlias() throws Exception {
    promote("bands:1");
    List<Callable<Call>> calls = new ArrayList<>();
    IntStream.range(0, 20)
        .forEach(i -> calls.add(() -> promote("bands:" + (i % 2 + 2), "--expect", "1")));
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Integer> codes = new ArrayList<>();
    try {
      for (Future<Call> call : threads.invokeAll(calls)) {
        codes.add(call.get().exitCode());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(codes).containsOnly(0, 2).containsOnlyOnce(0);
    assertThat(moves()).hasSize(2);
  }

  private static String why(JsonNode move) {
    return move.path("why").asText();
  }

  private List<JsonNode> moves() {
    List<JsonNode> moves = new ArrayList<>();
    try {
      new ObjectMapper()
          .readTree(models("history", "bands", "--output", "json").out())
          .path("moves")
          .forEach(moves::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return moves;
  }
}
