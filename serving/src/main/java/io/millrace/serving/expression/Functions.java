package io.millrace.serving.expression;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of functions: how a call of each is made ready. */
final class Functions {
  private static final int GROUPS = 12;

  /** Grows by a group when a function is not found: most programs need a few groups of them. */
  private static final Map<ScoringFunction, Function<Call, StepWork>> TABLE =
      new EnumMap<>(ScoringFunction.class);

  private static int read;

  private Functions() {}

  /** The functions that there are. */
  static synchronized Set<ScoringFunction> all() {
    while (read < GROUPS) {
      TABLE.putAll(group(read++));
    }
    return Set.copyOf(TABLE.keySet());
  }

  /**
   * What computes a call.
   *
   * @throws io.millrace.api.error.MillraceException PACKAGE_CORRUPT, if it has no such arguments
   */
  static StepWork work(Call call) {
    @Nullable Function<Call, StepWork> maker = maker(call.function());
    if (maker == null) {
      throw call.corrupt("is not there");
    }
    return maker.apply(call);
  }

  private static synchronized @Nullable Function<Call, StepWork> maker(ScoringFunction function) {
    while (!TABLE.containsKey(function) && read < GROUPS) {
      TABLE.putAll(group(read++));
    }
    return TABLE.get(function);
  }

  /** What is asked for most comes first. */
  private static Map<ScoringFunction, Function<Call, StepWork>> group(int place) {
    return switch (place) {
      case 0 -> Map.of(ScoringFunction.CAST, Casts::work);
      case 1 -> Conditions.functions();
      case 2 -> Comparisons.functions();
      case 3 -> Arithmetic.functions();
      case 4 -> Mathematics.functions();
      case 5 -> Texts.functions();
      case 6 -> Dates.functions();
      case 7 -> Extremes.functions();
      case 8 -> Rounding.functions();
      case 9 -> Patterns.functions();
      case 10 -> Lists.functions();
      case 11 -> Hashes.functions();
      default -> throw new IllegalArgumentException("there is no group " + place);
    };
  }
}
