package io.millrace.console.web.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.console.web.Link;
import io.millrace.console.web.VisitedConsole;
import io.millrace.console.web.Visitor;
import io.millrace.model.Lineage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelPagesTest extends VisitedConsole {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EVIL = "<script>alert('ü')</script>";
  private static final String MOVE = "/models/churn/move";

  private ModelRegistry models() {
    return home.tracking().orElseThrow().models();
  }

  /** Registers the next version of churn, made by a run that ended so. */
  private ModelVersion register(RunStatus status, double auc) throws IOException {
    int number = models().versions("churn").size() + 1;
    String run = "run-" + number;
    RunTracker runs = home.tracking().orElseThrow().runs();
    runs.start(new RunStart(run, "churn", TIME, Map.of(), Map.of(), Map.of()));
    runs.finish(run, status, TIME, status == RunStatus.REFUSED ? "auc is too low" : "");
    ModelPackage written = write(run);
    return models()
        .register(
            "churn",
            written.directory(),
            written.packageHash(),
            Map.of("quality.auc", auc, "quality.auc@slice(x=1)", 0.1234),
            Map.of("note", EVIL),
            new EffectKey(run, "publish", "fingerprint"),
            TIME);
  }

  private ModelPackage write(String run) throws IOException {
    return PackageWriter.in(Files.createTempDirectory(directory, "package"))
        .finish(
            new PackageDescription(
                "churn",
                "churn",
                run,
                TIME,
                new Signature(List.of(), List.of(), List.of()),
                List.of(),
                null,
                null,
                Map.of(),
                Lineage.unknown(),
                List.of()));
  }

  private void name(String alias, int version) {
    models().moveAlias(AliasChange.move("churn", alias, version, "eve", "by hand", TIME));
  }

  /** Confirms the move that a page asks about, with what it holds. */
  private HttpResponse<String> confirm(String page, String why, String... more) {
    List<String> fields = new ArrayList<>(List.of("csrf", Visitor.csrf(page), "why", why));
    for (String field : List.of("do", "alias", "version", "expected")) {
      String mark = "name=\"" + field + "\" value=\"";
      int begin = page.indexOf(mark) + mark.length();
      assertThat(begin).as(field).isGreaterThan(mark.length());
      fields.addAll(List.of(field, page.substring(begin, page.indexOf('"', begin))));
    }
    fields.addAll(List.of(more));
    return visitor.post(MOVE, fields.toArray(new String[0]));
  }

  @Test
  void aHomeWithoutModelsTellsHowOneIsRegistered() {
    assertThat(visitor.page("/models")).contains("No model is registered yet", "deploy/registry");
    assertThat(visitor.get("/models/none").statusCode()).isEqualTo(404);
  }

  @Test
  void aModelIsShownWithVersionsAliasesAndMoves() throws IOException {
    register(RunStatus.DONE, 0.7);
    register(RunStatus.DONE, 0.8);
    name("champion", 1);
    name("champion", 2);

    assertThat(visitor.page("/models"))
        .contains("<a href=\"/models/churn\">churn</a>", "champion = 2");
    assertThat(visitor.page("/models/churn"))
        .contains("id=\"v1\"", "id=\"v2\"", "0.7000", "0.8000", "href=\"/runs/run-2\"")
        .contains("<td>version 1</td><td>version 2</td><td>eve</td><td>by hand</td>")
        .contains("<td>no version</td><td>version 1</td>")
        .contains("/models/churn/move?do=rollback&amp;alias=champion")
        .contains("note = &lt;script&gt;alert(&#39;ü&#39;)&lt;/script&gt;")
        .doesNotContain(EVIL, "0.1234");
  }

  @Test
  void aPromotionIsAskedAboutDoneAndKeptWithItsReason() throws IOException {
    register(RunStatus.DONE, 0.7);
    register(RunStatus.DONE, 0.8);
    name("champion", 1);
    visitor.signIn();

    String page = visitor.page(MOVE + "?do=promote&alias=champion&version=2");
    HttpResponse<String> done = confirm(page, "  better in the north ü " + EVIL);

    assertThat(page)
        .contains("from <strong>version 1</strong> to <strong>version 2</strong>")
        .contains("<td class=\"n\">0.7000</td><td class=\"n\">0.8000</td>", "as done by ada");
    assertThat(done.statusCode()).isEqualTo(303);
    AliasMove move = models().moves("churn").get(0);
    assertThat(move.from()).isEqualTo(1);
    assertThat(move.to()).isEqualTo(2);
    assertThat(move.who()).isEqualTo("ada");
    assertThat(move.why()).isEqualTo("better in the north ü " + EVIL);
    String address = done.headers().firstValue("Location").orElseThrow();
    assertThat(visitor.page(address))
        .contains("<strong>champion</strong> names version 2 now, before that version 1.")
        .doesNotContain(EVIL);
  }

  @Test
  void aMoveOfSomeoneElseInBetweenIsToldAndNothingIsDone() throws IOException {
    register(RunStatus.DONE, 0.7);
    register(RunStatus.DONE, 0.8);
    register(RunStatus.DONE, 0.9);
    name("champion", 1);
    visitor.signIn();
    String page = visitor.page(MOVE + "?do=promote&alias=champion&version=2");
    name("champion", 3);

    HttpResponse<String> response = confirm(page, "better");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body())
        .contains("Nothing was moved", "champion of churn names version 3, not version 1")
        .contains("/models/churn/move?do=promote&amp;alias=champion&amp;version=2");
    assertThat(models().aliases("churn")).containsEntry("champion", 3);
    assertThat(models().moves("churn")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "two\nlines"})
  void aMoveNeedsAReasonOfOneLine(String why) throws IOException {
    register(RunStatus.DONE, 0.7);
    visitor.signIn();
    String page = visitor.page(MOVE + "?do=promote&alias=champion&version=1");

    HttpResponse<String> response = confirm(page, why);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("role=\"alert\"", "the reason", "name=\"expected\"");
    assertThat(models().moves("churn")).isEmpty();
  }

  @Test
  void aVersionOfARefusedRunIsTakenOnlyIfTheReaderSaysSo() throws IOException {
    register(RunStatus.REFUSED, 0.5);
    visitor.signIn();
    String page = visitor.page(MOVE + "?do=promote&alias=champion&version=1");

    HttpResponse<String> refused = confirm(page, "we need one");

    assertThat(page).contains("which was refused: auc is too low", "name=\"force\"");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("confirm that you take a refused version", "we need one");
    assertThat(models().moves("churn")).isEmpty();
    assertThat(confirm(page, "we need one", "force", "yes").statusCode()).isEqualTo(303);
    assertThat(models().moves("churn").get(0).why())
        .isEqualTo("we need one (forced: run run-1 was refused)");
  }

  @Test
  void rollingBackNamesTheVersionBeforeAndRemovingNone() throws IOException {
    register(RunStatus.DONE, 0.7);
    register(RunStatus.DONE, 0.8);
    name("champion", 1);
    name("champion", 2);
    visitor.signIn();

    String back = visitor.page(MOVE + "?do=rollback&alias=champion");
    assertThat(back).contains("from <strong>version 2</strong> to <strong>version 1</strong>");
    assertThat(confirm(back, "it drifts").statusCode()).isEqualTo(303);
    assertThat(models().aliases("churn")).containsEntry("champion", 1);
    HttpResponse<String> further = visitor.get(MOVE + "?do=rollback&alias=champion");
    assertThat(further.statusCode()).isEqualTo(404);
    assertThat(further.body()).contains("it named no other version before");
    String removal = visitor.page(MOVE + "?do=remove&alias=champion");
    assertThat(removal).contains("to <strong>no version</strong>");
    assertThat(confirm(removal, "retired").statusCode()).isEqualTo(303);
    assertThat(models().aliases("churn")).isEmpty();
    assertThat(models().moves("churn"))
        .extracting(AliasMove::why)
        .startsWith("retired", "it drifts");
  }

  @Test
  void whatIsSoAlreadyIsToldAndNotAskedAbout() throws IOException {
    register(RunStatus.DONE, 0.7);
    name("champion", 1);

    assertThat(visitor.page(MOVE + "?do=promote&alias=champion&version=1"))
        .contains("There is nothing to do")
        .doesNotContain("<form method=\"post\"");
  }

  @Test
  void withoutTheTokenAMoveIsShownAndNotOffered() throws IOException {
    register(RunStatus.DONE, 0.7);

    assertThat(visitor.page(MOVE + "?do=promote&alias=champion&version=1"))
        .contains("Sign in to move it", "/login?to=%2Fmodels%2Fchurn%2Fmove%3Fdo%3Dpromote")
        .doesNotContain("<form method=\"post\"");
  }

  @Test
  void aForgedFormMovesNothing() throws IOException {
    register(RunStatus.DONE, 0.7);
    visitor.signIn();

    HttpResponse<String> response =
        visitor.post(
            MOVE,
            "csrf",
            "forged",
            "do",
            "promote",
            "alias",
            "champion",
            "version",
            "1",
            "expected",
            "0",
            "why",
            "x");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("not of this session");
    assertThat(models().moves("churn")).isEmpty();
  }

  @Test
  void aBrokenPackageIsNotPromoted() throws IOException {
    ModelVersion version = register(RunStatus.DONE, 0.7);
    visitor.signIn();
    String page = visitor.page(MOVE + "?do=promote&alias=champion&version=1");
    Files.writeString(models().open(version).resolve("model.json"), "{}");

    HttpResponse<String> response = confirm(page, "better");

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(models().moves("churn")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "v1", "Champion", "a b", "\"><script>"})
  void whatCanBeNoAliasIsTold(String alias) throws IOException {
    register(RunStatus.DONE, 0.7);
    String address =
        Link.to("models", "churn", "move")
            .with("do", "promote")
            .with("alias", alias)
            .with("version", "1")
            .toString();

    HttpResponse<String> response = visitor.get(address);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("can&#39;t be an alias").doesNotContain("\"><script>");
  }

  @Test
  void anAliasIsAskedForWhereNoneIsSaid() throws IOException {
    register(RunStatus.DONE, 0.7);
    name("north", 1);

    assertThat(visitor.page(MOVE + "?do=promote&version=1"))
        .contains("Which alias of churn?", "value=\"champion\"", "<option value=\"north\">");
    assertThat(visitor.get(MOVE + "?do=sing&alias=champion").statusCode()).isEqualTo(400);
    assertThat(visitor.get(MOVE + "?do=promote&alias=champion&version=9").statusCode())
        .isEqualTo(404);
  }

  @Test
  void programsGetTheSameAsJson() throws IOException {
    register(RunStatus.DONE, 0.7);
    name("champion", 1);
    JsonNode list = new ObjectMapper().readTree(visitor.page("/api/models"));
    JsonNode one = new ObjectMapper().readTree(visitor.page("/api/models/churn"));

    assertThat(list.at("/models/0/aliases/champion").asInt()).isEqualTo(1);
    assertThat(one.at("/versions/0/metrics").get("quality.auc").asDouble()).isEqualTo(0.7);
    assertThat(one.at("/moves/0/from").isNull()).isTrue();
    assertThat(one.at("/moves/0/who").asText()).isEqualTo("eve");
  }
}
