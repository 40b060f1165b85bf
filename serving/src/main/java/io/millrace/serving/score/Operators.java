package io.millrace.serving.score;

import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;
import static io.millrace.api.error.StandardError.PLUGIN_REFUSED;

import io.millrace.api.error.MillraceException;
import io.millrace.model.scoring.ScoringOperator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The operators that can be run, by name. Immutable. */
public final class Operators {
  private final Map<String, ScoringOperator> byName;
  private final List<String> absentPlugins;

  private Operators(Map<String, ScoringOperator> byName, List<String> absentPlugins) {
    this.byName = Map.copyOf(byName);
    this.absentPlugins = List.copyOf(absentPlugins);
  }

  /**
   * The operators that a class loader finds.
   *
   * @throws MillraceException PLUGIN_REFUSED, if two have one name
   */
  public static Operators of(ClassLoader loader) {
    Map<String, ScoringOperator> byName = new HashMap<>();
    addAll(byName, ServiceLoader.load(ScoringOperator.class, loader));
    return new Operators(byName, List.of());
  }

  /**
   * These and those of plugins.
   *
   * @param absentPlugins the plugins that are not to be had, as a user finds them
   * @throws MillraceException PLUGIN_REFUSED, if two have one name
   */
  Operators with(List<ScoringOperator> more, List<String> absentPlugins) {
    Map<String, ScoringOperator> all = new HashMap<>(byName);
    addAll(all, more);
    return new Operators(all, absentPlugins);
  }

  private static void addAll(
      Map<String, ScoringOperator> byName, Iterable<ScoringOperator> operators) {
    for (ScoringOperator operator : operators) {
      ScoringOperator other = byName.put(operator.name(), operator);
      if (other != null) {
        throw new MillraceException(
            PLUGIN_REFUSED,
            "The scoring operator '%s' is offered by %s and by %s."
                .formatted(
                    operator.name(), other.getClass().getName(), operator.getClass().getName()));
      }
    }
  }

  /** The operators on the class path. */
  public static Operators builtIn() {
    return of(Operators.class.getClassLoader());
  }

  /**
   * The operator of that name.
   *
   * @throws MillraceException PLUGIN_REFUSED, if there is none and a plugin is absent that may have
   *     it; else PACKAGE_TOO_NEW
   */
  ScoringOperator operator(String name) {
    ScoringOperator operator = byName.get(name);
    if (operator == null && !absentPlugins.isEmpty()) {
      throw new MillraceException(
          PLUGIN_REFUSED,
          "The scoring operator '%s' is none of the server's own, and the package was made with the plugin %s: give that very jar with --plugins DIR, or run the one that the package holds with --trust-package-plugins."
              .formatted(name, String.join(" and ", absentPlugins)));
    }
    if (operator == null) {
      throw new MillraceException(
          PACKAGE_TOO_NEW,
          "There is no scoring operator '%s': use a newer Millrace, or add the plugin that it comes from."
              .formatted(name));
    }
    return operator;
  }
}
