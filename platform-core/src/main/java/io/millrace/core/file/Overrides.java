package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import io.millrace.core.yaml.YamlPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replaces values of a file: those of the chosen environment, then those of the call. */
final class Overrides {
  private static final Position SET = Position.of("--set");
  private static final Position ENV = Position.of("--env");
  private static final List<String> TOP = List.of("seed", "spark", "tracking");

  private final Keys keys;
  private final ProblemLog problems;

  Overrides(Keys keys) {
    this.keys = keys;
    this.problems = keys.problems();
  }

  /** The file with the request's values in place. */
  YamlNode.Mapping apply(YamlNode.Mapping file, FileRequest request) {
    YamlNode.Mapping result = environments(file, request);
    for (Map.Entry<String, String> set : request.sets().entrySet()) {
      Optional<YamlNode> value = value(set.getKey(), set.getValue());
      if (value.isPresent()) {
        result = replace(result, set.getKey(), SET, value.get());
      }
    }
    return result;
  }

  private Optional<YamlNode> value(String path, String text) {
    try {
      return Optional.of(YamlParser.parse(text, SET.source(), problems)).map(Overrides::ofFlag);
    } catch (YamlException e) {
      bad(SET, "the value of '" + path + "' is no YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Lines and columns of a flag's value would mislead. */
  private static YamlNode ofFlag(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar
        ? new YamlNode.Scalar(scalar.text(), scalar.quoted(), false, SET)
        : YamlNode.of(node.json(), SET);
  }

  private YamlNode.Mapping environments(YamlNode.Mapping file, FileRequest request) {
    YamlNode.Mapping environments =
        file.find("environments")
            .flatMap(node -> keys.mapping(node, "'environments'"))
            .orElseGet(() -> YamlNode.Mapping.empty(file.position()));
    String chosen = request.environment().orElse("");
    if (request.environment().isPresent() && !environments.entries().containsKey(chosen)) {
      problems.report(
          ENV,
          StandardError.UNKNOWN_ENVIRONMENT,
          "there is no environment '"
              + chosen
              + "'"
              + NearNames.hintOrList(chosen, environments.entries().keySet(), "environments are"));
    }
    YamlNode.Mapping result = file;
    for (Map.Entry<String, YamlNode.Entry> entry : environments.entries().entrySet()) {
      YamlNode.Mapping changed = environment(file, entry.getKey(), entry.getValue().value());
      result = entry.getKey().equals(chosen) ? changed : result;
    }
    return result;
  }

  /** Every environment is checked, not only the chosen one. */
  private YamlNode.Mapping environment(YamlNode.Mapping file, String name, YamlNode node) {
    Optional<YamlNode.Mapping> overrides =
        keys.mapping(node, "environment '" + name + "'", List.of("overrides"))
            .flatMap(map -> map.find("overrides"))
            .flatMap(map -> keys.mapping(map, "'overrides'"));
    YamlNode.Mapping result = file;
    if (overrides.isPresent()) {
      for (Map.Entry<String, YamlNode.Entry> e : overrides.get().entries().entrySet()) {
        result = replace(result, e.getKey(), e.getValue().keyPosition(), e.getValue().value());
      }
    }
    return result;
  }

  private YamlNode.Mapping replace(
      YamlNode.Mapping file, String path, Position at, YamlNode value) {
    Optional<List<String>> steps = YamlPath.steps(path);
    if (steps.isEmpty()) {
      bad(at, "'" + path + "' is no path; write STAGE.with.OPTION");
      return file;
    }
    String head = steps.get().get(0);
    Optional<YamlNode.Sequence> stages =
        file.find("stages")
            .filter(YamlNode.Sequence.class::isInstance)
            .map(YamlNode.Sequence.class::cast);
    List<YamlNode> items = new ArrayList<>(stages.map(YamlNode.Sequence::items).orElse(List.of()));
    List<String> ids = items.stream().map(Overrides::id).toList();
    int index = ids.indexOf(head);
    if (index < 0 || stages.isEmpty()) {
      return top(file, path, steps.get(), ids, at, value);
    }
    Optional<YamlNode> stage = stage(items.get(index), path, steps.get(), at, value);
    if (stage.isEmpty()) {
      return file;
    }
    items.set(index, stage.get());
    return file.with("stages", new YamlNode.Sequence(items, stages.get().position()));
  }

  private static String id(YamlNode stage) {
    return stage instanceof YamlNode.Mapping map
            && map.find("id").orElse(stage) instanceof YamlNode.Scalar id
        ? id.text()
        : "";
  }

  private Optional<YamlNode> stage(
      YamlNode stage, String path, List<String> steps, Position at, YamlNode value) {
    List<String> allowed = StageDrafts.KEYS.stream().filter(key -> !key.equals("id")).toList();
    if (steps.size() < 2 || !allowed.contains(steps.get(1))) {
      String key = steps.size() < 2 ? "" : steps.get(1);
      bad(
          at,
          steps.size() < 2
              ? "'" + path + "' is a whole stage; write " + path + ".with.OPTION"
              : "'"
                  + path
                  + "': stages have no key '"
                  + key
                  + "' that can be set"
                  + NearNames.hintOrList(key, allowed, "keys are"));
      return Optional.empty();
    }
    Optional<YamlNode> replaced = YamlPath.replace(stage, steps.subList(1, steps.size()), value);
    if (replaced.isEmpty()) {
      bad(at, "'" + path + "' leads through a value that has no such part");
    }
    return replaced;
  }

  private YamlNode.Mapping top(
      YamlNode.Mapping file,
      String path,
      List<String> steps,
      List<String> ids,
      Position at,
      YamlNode value) {
    String head = steps.get(0);
    if (!TOP.contains(head) || (steps.size() > 1 && !head.equals("spark"))) {
      List<String> known = new ArrayList<>(ids);
      known.addAll(TOP);
      bad(at, "'" + path + "' names no stage" + NearNames.hint(head, known));
      return file;
    }
    if (steps.size() == 1) {
      return file.with(head, value);
    }
    // Names of settings hold dots.
    String setting = String.join(".", steps.subList(1, steps.size()));
    YamlNode settings = file.find(head).orElseGet(() -> YamlNode.Mapping.empty(at));
    return YamlPath.replace(settings, List.of(setting), value)
        .map(changed -> file.with(head, changed))
        .orElse(file);
  }

  private void bad(Position at, String message) {
    problems.report(at, StandardError.BAD_OVERRIDE, message);
  }
}
