package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;

/**
 * {@code inverse-link}: the mean that a generalized linear model predicts, of the linear function's
 * number. {@code link} is {@code identity}, {@code log}, {@code inverse}, {@code logit}, {@code
 * probit}, {@code cloglog}, {@code sqrt}, or {@code power} with {@code power}; {@code range} says
 * where the mean is put if it falls outside: {@code any}, {@code finite}, {@code positive} or
 * {@code share}.
 */
public final class InverseLink implements ScoringOperator {
  /** Spark's {@code GeneralizedLinearRegression.epsilon}. */
  private static final double EPSILON = 1e-16;

  private static final double ROOT_OF_TWO = Math.sqrt(2);

  @Override
  public String name() {
    return "inverse-link";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    DoubleUnaryOperator mean = mean(params);
    DoubleUnaryOperator range = range(params.text("range"));
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> row.setNumber(to, range.applyAsDouble(mean.applyAsDouble(row.number(from))));
  }

  private static DoubleUnaryOperator mean(StepParams params) {
    String link = params.text("link");
    return switch (link) {
      // Spark adds the offset, 0, to the linear function: -0 becomes 0.
      case "identity" -> eta -> eta + 0.0;
      case "log" -> Math::exp;
      case "inverse" -> eta -> 1.0 / (eta + 0.0);
      case "logit" -> eta -> 1.0 / (1.0 + Math.exp(-1.0 * eta));
      case "probit" -> InverseLink::normalShare;
      case "cloglog" -> eta -> 1.0 - Math.exp(-1.0 * Math.exp(eta));
      case "sqrt" -> eta -> eta * eta;
      case "power" -> {
        double exponent = 1.0 / params.doubles("power")[0];
        yield eta -> Math.pow(eta + 0.0, exponent);
      }
      default -> throw new IllegalArgumentException("link is " + link);
    };
  }

  /**
   * The share of the standard normal distribution up to {@code eta}, by the error function that
   * Spark takes through Breeze: no other has its last bits.
   */
  private static double normalShare(double eta) {
    return 0.5 * (1.0 + Erf.erf(eta / ROOT_OF_TWO));
  }

  private static DoubleUnaryOperator range(String range) {
    return switch (range) {
      case "any" -> DoubleUnaryOperator.identity();
      case "finite" -> mean -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, mean));
      case "positive" -> mean -> mean < EPSILON ? EPSILON : Math.min(Double.MAX_VALUE, mean);
      case "share" ->
          mean -> mean < EPSILON ? EPSILON : mean > 1.0 - EPSILON ? 1.0 - EPSILON : mean;
      default -> throw new IllegalArgumentException("range is " + range);
    };
  }
}
