package io.millrace.serving.score;

import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;
import static io.millrace.api.error.StandardError.PLUGIN_REFUSED;

import io.millrace.api.error.MillraceException;
import io.millrace.model.scoring.ScoringOperator;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The operators that can be run, by name. Immutable. */
public final class Operators {
  private final Map<String, ScoringOperator> byName;

  private Operators(Map<String, ScoringOperator> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * The operators that a class loader finds.
   *
   * @throws MillraceException PLUGIN_REFUSED, if two have one name
   */
  public static Operators of(ClassLoader loader) {
    Map<String, ScoringOperator> byName = new HashMap<>();
    for (ScoringOperator operator : ServiceLoader.load(ScoringOperator.class, loader)) {
      ScoringOperator other = byName.put(operator.name(), operator);
      if (other != null) {
        throw new MillraceException(
            PLUGIN_REFUSED,
            "The scoring operator '%s' is offered by %s and by %s."
                .formatted(
                    operator.name(), other.getClass().getName(), operator.getClass().getName()));
      }
    }
    return new Operators(byName);
  }

  /** The operators on the class path. */
  public static Operators builtIn() {
    return of(Operators.class.getClassLoader());
  }

  /**
   * The operator of that name.
   *
   * @throws MillraceException PACKAGE_TOO_NEW, if there is none
   */
  ScoringOperator operator(String name) {
    ScoringOperator operator = byName.get(name);
    if (operator == null) {
      throw new MillraceException(
          PACKAGE_TOO_NEW,
          "There is no scoring operator '%s': use a newer Millrace, or add the plugin that it comes from."
              .formatted(name));
    }
    return operator;
  }
}
