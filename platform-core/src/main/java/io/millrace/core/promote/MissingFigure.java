package io.millrace.core.promote;

import io.millrace.api.MetricName;
import io.millrace.api.MetricName.Importance;
import io.millrace.api.MetricName.OfClass;
import io.millrace.api.MetricName.Scope;
import io.millrace.api.MetricName.Slice;
import io.millrace.core.catalog.NearNames;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why a model lacks a figure that a gate names, as far as its other figures tell. */
final class MissingFigure {
  /** More names than that are no help. */
  private static final int MOST_NAMES = 12;

  private MissingFigure() {}

  /**
   * The reason, as a clause.
   *
   * @param metric what is missing, as {@link MetricName#text}
   * @param figures what the evaluator found of the model
   */
  static String why(String metric, Map<String, Double> figures) {
    if (figures.containsKey(metric)) {
      return "it is no number";
    }
    MetricName name = MetricName.parse(metric).orElseGet(() -> MetricName.of(metric));
    if (name.boundOrNull() != null && figures.containsKey(name.bound(null).text())) {
      return "too few resamples give it a value, so there is no interval";
    }
    Scope scope = name.scopeOrNull();
    if (scope instanceof Slice slice) {
      return ofSlice(slice, figures.keySet());
    }
    if (scope instanceof OfClass of) {
      Set<String> classes = names(figures.keySet(), s -> s instanceof OfClass c ? c.name() : null);
      return "the model has no class '%s'%s"
          .formatted(of.name(), hint(of.name(), classes, "classes"));
    }
    if (scope instanceof Importance of) {
      return ofImportance(of, figures.keySet());
    }
    Set<String> plain = new LinkedHashSet<>(figures.keySet());
    plain.removeIf(given -> !MetricName.parse(given).equals(Optional.of(MetricName.of(given))));
    return "the evaluator finds no such figure of this model"
        + (plain.isEmpty() ? "" : ", only " + some(plain));
  }

  private static String ofSlice(Slice slice, Set<String> figures) {
    Set<String> values =
        names(
            figures,
            s ->
                s instanceof Slice other && other.column().equals(slice.column())
                    ? other.value()
                    : null);
    return values.contains(slice.value())
        ? "the evaluated rows with '%s' in '%s' give it no value"
            .formatted(slice.value(), slice.column())
        : "no evaluated row has '%s' in '%s'%s"
            .formatted(slice.value(), slice.column(), hint(slice.value(), values, "values"));
  }

  private static String ofImportance(Importance of, Set<String> figures) {
    Set<String> columns = names(figures, s -> s instanceof Importance i ? i.column() : null);
    return columns.isEmpty()
        ? "the importance of columns was not measured of this model"
        : "the column '%s' was not shuffled%s"
            .formatted(of.column(), hint(of.column(), columns, "columns"));
  }

  private static Set<String> names(Set<String> figures, Function<Scope, @Nullable String> of) {
    Set<String> names = new LinkedHashSet<>();
    figures.stream()
        .map(MetricName::parse)
        .flatMap(Optional::stream)
        .map(MetricName::scopeOrNull)
        .filter(Objects::nonNull)
        .map(of)
        .filter(Objects::nonNull)
        .forEach(names::add);
    return names;
  }

  private static String hint(String written, Set<String> names, String what) {
    List<String> near = NearNames.of(written, names);
    if (!near.isEmpty()) {
      return "; did you mean '%s'?".formatted(String.join("' or '", near));
    }
    return names.isEmpty() ? "" : " (its %s are %s)".formatted(what, some(names));
  }

  private static String some(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_NAMES).toList();
    return String.join(", ", first) + (names.size() > MOST_NAMES ? " …" : "");
  }
}
