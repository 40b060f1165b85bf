package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.options.Option;
import io.millrace.core.options.OptionType;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.TextResolver;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an option may be in a search: a list of values, or a range of numbers. */
final class DomainReader<D> {
  private static final List<String> KEYS = List.of("values", "min", "max", "scale", "when");
  private static final String LOG = "log";
  private static final String LINEAR = "linear";

  private final Keys keys;
  private final ProblemLog problems;
  private final StageMaker<D> maker;

  DomainReader(Keys keys, StageMaker<D> maker) {
    this.keys = keys;
    this.problems = keys.problems();
    this.maker = maker;
  }

  /** The domain; empty if something does not fit, which was reported. */
  Optional<Domain> read(MadeStage<D> made, Option option, String key, YamlNode node, boolean grid) {
    if (!(node instanceof YamlNode.Mapping map)) {
      return choices(made, option, key, node);
    }
    Optional<YamlNode.Mapping> known = keys.mapping(map, "'" + key + "' in 'space'", KEYS);
    Optional<YamlNode> values = known.flatMap(m -> m.find("values"));
    if (values.isPresent()) {
      return choices(made, option, key, values.get());
    }
    return known.flatMap(m -> range(made, option, key, m, grid));
  }

  private Optional<Domain> choices(MadeStage<D> made, Option option, String key, YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
      keys.wrongType(
          node, "'" + key + "' in 'space'", "a list of values to try, or a range {min, max}");
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (YamlNode item : list.items()) {
      value(made, option, key, item).ifPresent(values::add);
    }
    return values.size() == list.items().size()
        ? Optional.of(new Domain.Choices(values))
        : Optional.empty();
  }

  private Optional<Object> value(MadeStage<D> made, Option option, String key, YamlNode node) {
    return OptionsBinder.of(made.descriptor(), "'space'", problems, TextResolver.AS_WRITTEN)
        .check(option, node, key)
        .flatMap(value -> Optional.ofNullable(value.valueOrNull()))
        .filter(value -> maker.fits(made, Map.of(option.name(), value), node.position()));
  }

  private Optional<Domain> range(
      MadeStage<D> made, Option option, String key, YamlNode.Mapping map, boolean grid) {
    boolean whole =
        option.type() == OptionType.Simple.INT || option.type() == OptionType.Simple.LONG;
    if (!whole && option.type() != OptionType.Simple.DOUBLE) {
      keys.wrongType(map, "'" + key + "' in 'space'", "a list of values, as it is no number");
      return Optional.empty();
    }
    if (grid) {
      keys.wrongType(
          map, "'" + key + "' in 'space'", "a list of values, as a grid tries each of them");
      return Optional.empty();
    }
    Optional<Double> min = bound(made, option, key, map, "min");
    Optional<Double> max = bound(made, option, key, map, "max");
    Optional<Boolean> log = log(map);
    if (min.isEmpty() || max.isEmpty() || log.isEmpty()) {
      return Optional.empty();
    }
    if (min.get() > max.get()) {
      problems.report(
          map.position(),
          StandardError.OUT_OF_RANGE,
          "'%s' in 'space' has no value: its min is above its max".formatted(key));
      return Optional.empty();
    }
    if (log.get() && min.get() <= 0) {
      problems.report(
          map.find("min").orElse(map).position(),
          StandardError.OUT_OF_RANGE,
          "'%s' in 'space' has a log scale, so its min must be above 0".formatted(key));
      return Optional.empty();
    }
    return Optional.of(new Domain.Range(min.get(), max.get(), whole, log.get()));
  }

  private Optional<Double> bound(
      MadeStage<D> made, Option option, String key, YamlNode.Mapping map, String name) {
    Optional<YamlNode> node = map.find(name);
    if (node.isEmpty()) {
      problems.report(
          map.position(),
          StandardError.MISSING_OPTION,
          "'%s' in 'space' needs '%s'".formatted(key, name));
      return Optional.empty();
    }
    return value(made, option, key + "." + name, node.get())
        .map(value -> ((Number) value).doubleValue());
  }

  private Optional<Boolean> log(YamlNode.Mapping map) {
    Optional<YamlNode.Scalar> scale = map.find("scale").flatMap(node -> keys.text(node, "'scale'"));
    if (scale.isEmpty()) {
      return Optional.of(false);
    }
    String text = scale.get().text();
    if (!text.equals(LOG) && !text.equals(LINEAR)) {
      problems.report(
          scale.get().position(),
          StandardError.INVALID_OPTION,
          "there is no scale '%s'; scales are linear, log".formatted(text));
      return Optional.empty();
    }
    return Optional.of(text.equals(LOG));
  }
}
