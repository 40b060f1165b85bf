package io.millrace.console.web.model;

import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.console.chart.Texts;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Pages;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Request;
import io.millrace.console.web.Json;
import io.millrace.console.web.Link;
import io.millrace.console.web.MetricSense;
import io.millrace.console.web.Moments;
import io.millrace.console.web.Workspace;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A model: its versions, what names them, and who moved that. */
final class ModelPage {
  private static final int PAGE = 100;
  private static final int MOST_METRICS = 4;

  private final Workspace workspace;
  private final Pages pages;
  private final Moments moments;

  ModelPage(Workspace workspace, Pages pages) {
    this.workspace = workspace;
    this.pages = pages;
    this.moments = new Moments(workspace.clock().getZone());
  }

  /**
   * A version.
   *
   * @param move the address of the form that lets an alias name it
   */
  public record Line(
      int version,
      Moments.Moment registered,
      String run,
      String runAddress,
      List<String> aliases,
      List<String> figures,
      String tags,
      String move) {}

  /**
   * An alias.
   *
   * @param rollback the address of the form that moves it back
   * @param remove that of the one that removes it
   */
  public record Alias(String name, int version, String rollback, String remove) {}

  /** A move; versions are 0 for none. */
  public record Move(Moments.Moment time, String alias, int from, int to, String who, String why) {}

  Answer page(Request request) {
    String model = request.variable("model");
    ModelRegistry registry = registry(workspace);
    List<ModelVersion> versions = require(model, registry);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", model);
    values.put("address", Link.to("models", model).toString());
    values.put("lineage", Link.to("lineage").with("of", "model:" + model).toString());
    values.put("moves", registry.moves(model).stream().map(this::move).toList());
    values.put("done", done(request, registry.moves(model)));
    values.putAll(versions(request, versions, new TreeMap<>(registry.aliases(model))));
    return pages.page(request, new View("model.ftlh", Section.MODELS, model, values));
  }

  private Map<String, Object> versions(
      Request request, List<ModelVersion> versions, Map<String, Integer> aliases) {
    String model = request.variable("model");
    int shown = request.first("all").equals("yes") ? versions.size() : PAGE;
    List<ModelVersion> listed = versions.subList(0, Math.min(shown, versions.size()));
    List<String> metrics = metrics(listed);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("count", versions.size());
    values.put("metrics", metrics);
    values.put("versions", listed.stream().map(v -> line(v, metrics, aliases)).toList());
    values.put("aliases", aliases.entrySet().stream().map(a -> alias(model, a)).toList());
    values.put("names", names(aliases.keySet()));
    return values;
  }

  Answer json(Request request) {
    String model = request.variable("model");
    ModelRegistry registry = registry(workspace);
    List<ModelVersion> versions = require(model, registry);
    return Json.answer(
        ModelJson.of(model, versions, registry.aliases(model), registry.moves(model)));
  }

  static ModelRegistry registry(Workspace workspace) {
    return workspace
        .tracking()
        .orElseThrow(() -> HttpProblem.missing("Nothing was run yet, so no model is registered."))
        .models();
  }

  private static List<ModelVersion> require(String model, ModelRegistry registry) {
    List<ModelVersion> versions = registry.versions(model);
    if (versions.isEmpty()) {
      throw HttpProblem.missing("There is no model '" + model + "'.");
    }
    return versions;
  }

  /** Plain ones, those that most versions have first. */
  private static List<String> metrics(List<ModelVersion> versions) {
    Map<String, Integer> counts = new TreeMap<>();
    versions.forEach(
        version ->
            version.metrics().keySet().stream()
                .filter(MetricSense::isPlain)
                .forEach(name -> counts.merge(name, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .limit(MOST_METRICS)
        .toList();
  }

  private Line line(ModelVersion version, List<String> metrics, Map<String, Integer> aliases) {
    return new Line(
        version.version(),
        moments.of(version.time()),
        version.run(),
        Link.to("runs", version.run()).toString(),
        aliases.entrySet().stream()
            .filter(alias -> alias.getValue() == version.version())
            .map(Map.Entry::getKey)
            .toList(),
        metrics.stream().map(metric -> figure(version, metric)).toList(),
        new TreeMap<>(version.tags())
            .entrySet().stream()
                .map(tag -> tag.getKey() + " = " + tag.getValue())
                .collect(Collectors.joining(", ")),
        MoveAsked.address(version.model(), "promote", "", version.version()));
  }

  private static String figure(ModelVersion version, String metric) {
    Double value = version.metrics().get(metric);
    return value == null ? "" : Texts.number(value);
  }

  private static Alias alias(String model, Map.Entry<String, Integer> alias) {
    return new Alias(
        alias.getKey(),
        alias.getValue(),
        MoveAsked.address(model, "rollback", alias.getKey(), 0),
        MoveAsked.address(model, "remove", alias.getKey(), 0));
  }

  private static Set<String> names(Set<String> aliases) {
    Set<String> names = new TreeSet<>(Set.of("champion", "challenger"));
    names.addAll(aliases);
    return names;
  }

  private Move move(AliasMove move) {
    return new Move(
        moments.of(move.time()), move.alias(), move.from(), move.to(), move.who(), move.why());
  }

  /** What the reader has just done, as the history has it. */
  private List<Move> done(Request request, List<AliasMove> moves) {
    return moves.stream()
        .filter(move -> move.alias().equals(request.first("moved")))
        .limit(1)
        .map(this::move)
        .toList();
  }
}
