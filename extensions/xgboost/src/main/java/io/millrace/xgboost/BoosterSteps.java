package io.millrace.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.scoring.stock.ModelSteps;
import java.util.List;

/**
 * A booster as portable steps, from the JSON that it is kept in. Where the margins begin, XGBoost
 * tells itself: it keeps a share, of which it takes the logarithm of the odds in its own library.
 */
final class BoosterSteps {
  private BoosterSteps() {}

  /**
   * The steps of a booster.
   *
   * @throws MillraceException NOT_SERVABLE, with a clause as message, if it is none that {@code
   *     train/xgboost} learns
   */
  static List<ScoringStep> of(SavedBooster booster, ModelSteps steps) {
    JsonNode learner = booster.tree().path("learner");
    String objective = learner.at("/objective/name").asText();
    ScoringStep trees =
        FlatBooster.in(
            steps
                .reading("boosted-trees")
                .with("size", learner.at("/learner_model_param/num_feature").asInt())
                .withArray("base", booster.baseMargins()),
            learner.path("gradient_booster"));
    switch (objective) {
      case "reg:squarederror" -> steps.addNumber(trees);
      case "binary:logistic" -> classes(trees, 2, "logistic-second-float", steps);
      case "multi:softprob" -> classes(trees, booster.classes(), "softmax-float", steps);
      default ->
          throw new MillraceException(
              StandardError.NOT_SERVABLE,
              "XGBoost's objective %s has no portable form".formatted(objective));
    }
    return steps.all();
  }

  /** As {@code XGBoostClassificationModel.postTransform}. */
  private static void classes(ScoringStep trees, int classes, String function, ModelSteps steps) {
    steps.addRaw(trees, classes);
    steps.addProbability(function, classes);
    steps.addDecision(ModelSteps.deciding("largest", steps.probability()));
  }
}
