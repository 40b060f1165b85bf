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
  private static final Map<ScoringFunction, Function<Call, StepWork>> TABLE =
      new EnumMap<>(ScoringFunction.class);

  static {
    TABLE.putAll(Arithmetic.functions());
    TABLE.putAll(Conditions.functions());
    TABLE.putAll(Comparisons.functions());
    TABLE.putAll(Extremes.functions());
    TABLE.putAll(Mathematics.functions());
    TABLE.putAll(Rounding.functions());
    TABLE.putAll(Texts.functions());
    TABLE.putAll(Patterns.functions());
    TABLE.putAll(Dates.functions());
    TABLE.putAll(Lists.functions());
    TABLE.putAll(Hashes.functions());
    TABLE.put(ScoringFunction.CAST, Casts::work);
  }

  private Functions() {}

  /** The functions that there are. */
  static Set<ScoringFunction> all() {
    return TABLE.keySet();
  }

  /**
   * What computes a call.
   *
   * @throws io.millrace.api.error.MillraceException PACKAGE_CORRUPT, if it has no such arguments
   */
  static StepWork work(Call call) {
    @Nullable Function<Call, StepWork> maker = TABLE.get(call.function());
    if (maker == null) {
      throw call.corrupt("is not there");
    }
    return maker.apply(call);
  }
}
