package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.regression.AFTSurvivalRegressionModel;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;

/** Models that predict a number but those of trees, as steps. */
final class Regressions {
  private Regressions() {}

  static void linear(LinearRegressionModel model, ModelSteps steps) {
    steps.addNumber(
        LinearState.linear(
            steps.reading("linear-margin"), model.coefficients(), model.intercept()));
  }

  static void generalized(GeneralizedLinearRegressionModel model, ModelSteps steps) {
    String linear = steps.prediction() + "_linear";
    steps.add(
        LinearState.linear(steps.reading("linear-margin"), model.coefficients(), model.intercept())
            .adding(linear, Simple.DOUBLE));
    String family = model.getFamily().toLowerCase(Locale.ROOT);
    ScoringStep mean =
        link(ScoringStep.of("inverse-link").reading(linear), model, family)
            .with("range", range(family, model));
    steps.addNumber(mean);
  }

  private static ScoringStep link(
      ScoringStep step, GeneralizedLinearRegressionModel model, String family) {
    if (family.equals("tweedie")) {
      double power =
          model.isSet(model.linkPower()) ? model.getLinkPower() : 1.0 - model.getVariancePower();
      return powerLink(step, power);
    }
    String link =
        model.isSet(model.link()) ? model.getLink().toLowerCase(Locale.ROOT) : usual(family);
    return step.with("link", link);
  }

  private static ScoringStep powerLink(ScoringStep step, double power) {
    if (power == 0) {
      return step.with("link", "log");
    }
    if (power == 1) {
      return step.with("link", "identity");
    }
    if (power == -1) {
      return step.with("link", "inverse");
    }
    return power == 0.5
        ? step.with("link", "sqrt")
        : step.with("link", "power").withArray("power", new double[] {power});
  }

  private static String usual(String family) {
    return switch (family) {
      case "gaussian" -> "identity";
      case "binomial" -> "logit";
      case "poisson" -> "log";
      case "gamma" -> "inverse";
      default ->
          throw new MillraceException(
              StandardError.NOT_SERVABLE, "the family %s has no portable form".formatted(family));
    };
  }

  private static String range(String family, GeneralizedLinearRegressionModel model) {
    if (family.equals("binomial")) {
      return "share";
    }
    boolean gaussian =
        family.equals("gaussian") || family.equals("tweedie") && model.getVariancePower() == 0;
    return gaussian ? "finite" : "positive";
  }

  static void factorizationMachine(FMRegressionModel model, ModelSteps steps) {
    steps.addNumber(
        LinearState.linear(
                steps.reading("factorization-machine"), model.linear(), model.intercept())
            .withArray("factors", model.factors().toArray()));
  }

  static void isotonic(IsotonicRegressionModel model, ModelSteps steps) {
    steps.addNumber(
        steps
            .reading("isotonic")
            .with("place", model.getFeatureIndex())
            .withArray("boundaries", model.boundaries().toArray())
            .withArray("predictions", model.predictions().toArray()));
  }

  static void survival(AFTSurvivalRegressionModel model, ModelSteps steps) {
    String linear = steps.prediction() + "_linear";
    steps.add(
        LinearState.linear(steps.reading("linear-margin"), model.coefficients(), model.intercept())
            .adding(linear, Simple.DOUBLE));
    steps.addNumber(
        ScoringStep.of("inverse-link").reading(linear).with("link", "log").with("range", "any"));
    String quantiles = ModelSteps.name(model, "quantilesCol", "");
    if (!quantiles.isEmpty()) {
      double[] factors = quantileFactors(model);
      steps.add(
          ScoringStep.of("multiples")
              .reading(steps.prediction())
              .adding(quantiles, new VectorOf(factors.length))
              .withArray("factors", factors));
    }
  }

  /** {@code AFTSurvivalRegressionModel._quantiles}. */
  private static double[] quantileFactors(AFTSurvivalRegressionModel model) {
    return Arrays.stream(model.getQuantileProbabilities())
        .map(share -> Math.exp(Math.log(-Math.log1p(-share)) * model.scale()))
        .toArray();
  }
}
