package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.Option;
import io.millrace.core.options.OptionType;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.pipeline.SearchSettings.Halving;
import io.millrace.core.pipeline.SearchSettings.Kind;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code search} of a tuning: its kind, and what it may spend. */
final class SearchReader<D> {
  private static final List<String> ALL_KINDS = List.of("kind", "folds", "metric");

  /** What each kind knows beside that. */
  private static final Map<Kind, List<String>> OWN =
      Map.of(
          Kind.GRID, List.of("minutes", "patience"),
          Kind.RANDOM, List.of("trials", "minutes", "patience"),
          Kind.LATIN_HYPERCUBE, List.of("trials", "minutes", "patience"),
          Kind.HALVING, List.of("trials", "minutes", "factor", "resource", "from", "to"),
          Kind.BAYESIAN, List.of("trials", "minutes", "patience"));

  /** What has to know how many trials there are before it makes the first. */
  private static final Set<Kind> COUNTED = Set.of(Kind.LATIN_HYPERCUBE, Kind.HALVING);

  private static final int MOST = 1_000_000;
  private static final int FACTOR = 3;

  /** A trial on fewer rows tells too little. */
  private static final double SMALLEST_SHARE = 1e-4;

  private final Keys keys;
  private final ProblemLog problems;

  SearchReader(Keys keys) {
    this.keys = keys;
    this.problems = keys.problems();
  }

  /** The map, with the keys that its kind knows; what does not fit is reported. */
  Optional<YamlNode.Mapping> map(YamlNode node) {
    Optional<YamlNode.Mapping> map = keys.mapping(node, "'search'");
    if (map.isEmpty()) {
      return map;
    }
    if (map.get().find("kind").isEmpty()) {
      problems.report(node.position(), StandardError.MISSING_OPTION, "'search' needs 'kind'");
    }
    Optional<Kind> kind = kind(map.get());
    List<String> allowed = new ArrayList<>(ALL_KINDS);
    kind.map(OWN::get).ifPresent(allowed::addAll);
    return kind.isEmpty()
        ? map
        : keys.mapping(node, "a search of kind " + kind.get().text(), allowed);
  }

  private Optional<Kind> kind(YamlNode.Mapping search) {
    Optional<YamlNode.Scalar> given = search.find("kind").flatMap(n -> keys.text(n, "'kind'"));
    Optional<Kind> kind = given.flatMap(text -> Kind.of(text.text()));
    if (given.isPresent() && kind.isEmpty()) {
      String text = given.get().text();
      problems.report(
          given.get().position(),
          StandardError.INVALID_OPTION,
          "there is no search '"
              + text
              + "'"
              + NearNames.hintOrList(text, Kind.texts(), "searches are"));
    }
    return kind;
  }

  /** The kind, if there is such a one; what does not fit was reported by {@link #map}. */
  static Optional<Kind> known(YamlNode.Mapping search) {
    return search
        .find("kind")
        .filter(YamlNode.Scalar.class::isInstance)
        .flatMap(kind -> Kind.of(((YamlNode.Scalar) kind).text()));
  }

  /**
   * What it says.
   *
   * @param trainer the id of the stage whose option a halving search may spend
   * @param algorithms what that stage may be
   * @param space what is varied
   */
  Optional<SearchSettings> settings(
      YamlNode.Mapping search, String trainer, List<MadeStage<D>> algorithms, List<Axis> space) {
    Optional<Kind> kind = known(search);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    int before = problems.size();
    Integer trials = number(search, "trials");
    Integer minutes = number(search, "minutes");
    Integer patience = number(search, "patience");
    requireBudget(search, kind.get(), trials, minutes);
    Halving halving =
        kind.get() == Kind.HALVING
            ? halving(search, trainer, algorithms, space).orElse(null)
            : null;
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new SearchSettings(
                kind.get(),
                trials,
                minutes == null ? null : Duration.ofMinutes(minutes),
                patience,
                halving));
  }

  private @Nullable Integer number(YamlNode.Mapping search, String key) {
    return keys.whole(search, key, 1, MOST).map(Long::intValue).orElse(null);
  }

  private void requireBudget(
      YamlNode.Mapping search, Kind kind, @Nullable Integer trials, @Nullable Integer minutes) {
    boolean counted = COUNTED.contains(kind);
    if (kind == Kind.GRID
        || trials != null
        || minutes != null && !counted
        // Given, and wrong: that was said.
        || search.find("trials").isPresent()) {
      return;
    }
    problems.report(
        search.position(),
        StandardError.MISSING_OPTION,
        "a search of kind %s needs %s"
            .formatted(kind.text(), counted ? "'trials'" : "'trials' or 'minutes'"));
  }

  private Optional<Halving> halving(
      YamlNode.Mapping search, String trainer, List<MadeStage<D>> algorithms, List<Axis> space) {
    int factor = keys.whole(search, "factor", 2, 100).map(Long::intValue).orElse(FACTOR);
    Optional<YamlNode.Scalar> resource =
        search.find("resource").flatMap(node -> keys.text(node, "'resource'"));
    if (resource.isEmpty() || resource.get().text().equals("rows")) {
      double from = share(search, "from", 1.0 / (factor * factor));
      double to = share(search, "to", 1);
      refuseEmpty(search, from, to);
      return Optional.of(new Halving(null, from, to, factor));
    }
    if (!isSpendable(trainer, algorithms, resource.get(), space)) {
      return Optional.empty();
    }
    Optional<Long> from = required(search, "from");
    Optional<Long> to = required(search, "to");
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    refuseEmpty(search, from.get(), to.get());
    Tuning.Option option = new Tuning.Option(trainer, resource.get().text());
    return Optional.of(new Halving(option, from.get(), to.get(), factor));
  }

  private Optional<Long> required(YamlNode.Mapping search, String key) {
    if (search.find(key).isEmpty()) {
      problems.report(
          search.position(),
          StandardError.MISSING_OPTION,
          "a search that halves by an option needs '" + key + "'");
    }
    return keys.whole(search, key, 1, Integer.MAX_VALUE);
  }

  private double share(YamlNode.Mapping search, String key, double missing) {
    Optional<YamlNode> node = search.find(key);
    if (node.isEmpty()) {
      return missing;
    }
    if (node.get() instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof Number number
        && number.doubleValue() >= SMALLEST_SHARE
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    keys.wrongType(node.get(), "'" + key + "'", "a share of the rows between 0.0001 and 1");
    return missing;
  }

  private void refuseEmpty(YamlNode.Mapping search, double from, double to) {
    if (from >= to) {
      problems.report(
          search.find("from").orElse(search).position(),
          StandardError.OUT_OF_RANGE,
          "'from' must be below 'to': a search that halves begins with less");
    }
  }

  private boolean isSpendable(
      String trainer, List<MadeStage<D>> algorithms, YamlNode.Scalar resource, List<Axis> space) {
    String name = resource.text();
    List<String> known = new ArrayList<>(List.of("rows"));
    known.addAll(counts(algorithms));
    if (!known.contains(name)) {
      problems.report(
          resource.position(),
          StandardError.NOT_TUNABLE,
          "'"
              + name
              + "' is nothing that trials can be given more of"
              + NearNames.hintOrList(name, known, "there are"));
      return false;
    }
    Tuning.Option option = new Tuning.Option(trainer, name);
    if (space.stream().anyMatch(axis -> axis.option().equals(option))) {
      problems.report(
          resource.position(),
          StandardError.INVALID_OPTION,
          "'" + name + "' is in 'space' too; a search either varies it or spends it");
      return false;
    }
    return true;
  }

  /** The options that are counts of every algorithm. */
  private static <D> List<String> counts(List<MadeStage<D>> algorithms) {
    List<String> counts = new ArrayList<>();
    for (MadeStage<D> made : algorithms) {
      List<String> own =
          made.descriptor().options().stream()
              .filter(SearchReader::isCount)
              .map(Option::name)
              .toList();
      if (made == algorithms.get(0)) {
        counts.addAll(own);
      }
      counts.retainAll(own);
    }
    return counts;
  }

  private static boolean isCount(Option option) {
    return option.tunable()
        && (option.type() == OptionType.Simple.INT || option.type() == OptionType.Simple.LONG);
  }
}
