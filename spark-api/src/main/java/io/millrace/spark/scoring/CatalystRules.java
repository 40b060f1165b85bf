package io.millrace.spark.scoring;

import io.millrace.api.scoring.ScoringFunction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of Spark's expressions that have a portable form. */
final class CatalystRules {
  private static final RuleTable TABLE = new RuleTable();

  static {
    NumberRules.addTo(TABLE);
    ConditionRules.addTo(TABLE);
    TextRules.addTo(TABLE);
    DateRules.addTo(TABLE);
    ListRules.addTo(TABLE);
    HashRules.addTo(TABLE);
  }

  private CatalystRules() {}

  /** The rule for a class of expressions; null if there is none. */
  static @Nullable CatalystRule of(Class<?> expression) {
    return TABLE.rule(expression);
  }

  /** The functions that are made by a rule. */
  static Set<ScoringFunction> functions() {
    return TABLE.functions();
  }
}
