package io.millrace.console.web.model;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.console.chart.Texts;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Link;
import io.millrace.console.web.MetricSense;
import io.millrace.console.web.Workspace;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.Promotions.Done;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks before an alias moves, and moves it: only if it still names what the page showed, and only
 * with a reason.
 */
final class MovePage {
  private final Workspace workspace;
  private final Pages pages;

  MovePage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
  }

  /** A metric of the version that is named now, and of the one that is to be. */
  public record Figure(String name, String from, String to) {}

  Answer ask(Request request) {
    MoveAsked asked = MoveAsked.of(request.variable("model"), request::first);
    if (asked.alias().isEmpty()) {
      return choose(request, asked);
    }
    try {
      return form(200, request, asked, "");
    } catch (MillraceException e) {
      if (asked.action() == MoveAsked.Action.ROLLBACK && e.code() == StandardError.NOT_FOUND) {
        throw HttpProblem.missing(
            "%s of %s can't be rolled back: it named no other version before. Promote the version that you want."
                .formatted(asked.alias(), asked.model()));
      }
      throw e;
    }
  }

  /** Which alias? */
  private Answer choose(Request request, MoveAsked asked) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", asked.model());
    values.put("version", asked.version().orElse(0));
    values.put("names", names(asked.model()));
    return pages.page(request, new View("alias.ftlh", Section.MODELS, "Move an alias", values));
  }

  private TreeSet<String> names(String model) {
    TreeSet<String> names = new TreeSet<>(ModelPage.registry(workspace).aliases(model).keySet());
    names.addAll(List.of("champion", "challenger"));
    return names;
  }

  Answer move(Request request) {
    MoveAsked asked = MoveAsked.of(request.variable("model"), request::field);
    Optional<String> problem = MoveReason.problem(request.field("why"));
    if (problem.isPresent()) {
      return form(400, request, asked, problem.get());
    }
    int expected = MoveAsked.number("expected", request.field("expected"));
    MoveReason why = new MoveReason(request.field("why"));
    boolean force = request.field("force").equals("yes");
    try {
      new MoveWork(workspace).move(asked, why, expected, force);
    } catch (MillraceException e) {
      if (e.code() == StandardError.GATE_REFUSED) {
        return form(
            409, request, asked, "Nothing was moved: confirm that you take a refused version.");
      }
      if (e.code() == StandardError.ALIAS_MOVED) {
        return moved(request, asked, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    return Answer.seeOther(
        Link.to("models", asked.model()).with("moved", asked.alias()).toString());
  }

  /** Someone else was faster. */
  private Answer moved(Request request, MoveAsked asked, String message) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", asked.model());
    values.put("address", Link.to("models", asked.model()).toString());
    values.put("again", asked.address());
    values.put("message", message);
    return pages.page(
        409, request, new View("moved.ftlh", Section.MODELS, "Nothing was moved", values));
  }

  private Answer form(int status, Request request, MoveAsked asked, String problem) {
    MoveWork work = new MoveWork(workspace);
    Done done = work.tell(asked);
    Map<String, Object> values = new LinkedHashMap<>(told(asked, done));
    values.put("figures", figures(work, done.move()));
    values.put("user", workspace.user());
    values.put("why", request.field("why"));
    values.put("problem", problem);
    values.put("most", MoveReason.MOST_CHARACTERS);
    return pages.page(
        status, request, new View("move.ftlh", Section.MODELS, "Move an alias", values));
  }

  private static Map<String, Object> told(MoveAsked asked, Done done) {
    AliasMove move = done.move();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", asked.model());
    values.put("address", Link.to("models", asked.model()).toString());
    values.put("back", asked.address());
    values.put("post", Link.to("models", asked.model(), "move").toString());
    values.put("action", asked.action().text());
    values.put("alias", asked.alias());
    values.put("from", move.from());
    values.put("to", move.to());
    values.put("changes", done.changed());
    values.put("warnings", done.warnings());
    return values;
  }

  private static List<Figure> figures(MoveWork work, AliasMove move) {
    if (move.from() == 0 || move.to() == 0) {
      return List.of();
    }
    ModelVersion from = work.version(move.model(), move.from());
    ModelVersion to = work.version(move.model(), move.to());
    TreeSet<String> names = new TreeSet<>(from.metrics().keySet());
    names.addAll(to.metrics().keySet());
    List<Figure> figures = new ArrayList<>();
    for (String name : names) {
      if (MetricSense.isPlain(name)) {
        figures.add(new Figure(name, text(from, name), text(to, name)));
      }
    }
    return figures;
  }

  private static String text(ModelVersion version, String metric) {
    return Texts.number(version.metrics().getOrDefault(metric, Double.NaN));
  }
}
