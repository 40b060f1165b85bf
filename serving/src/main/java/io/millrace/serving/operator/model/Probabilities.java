package io.millrace.serving.operator.model;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepWork;

/**
 * {@code probabilities}: those of the classes, of their scores, by {@code function}:
 *
 * <ul>
 *   <li>{@code logistic-first}: of two classes, the first one's by the logistic function of its
 *       score, the second one's what lacks to 1; {@code logistic-second} the other way round
 *   <li>{@code logistic-first-doubled}: the same of twice the score
 *   <li>{@code softmax}: shares of the exponentials, each times the reciprocal of their sum; of an
 *       infinite score 1
 *   <li>{@code softmax-divided}: shares of the exponentials, each divided by their sum
 *   <li>{@code shares}: shares of the scores themselves, which are not negative
 *   <li>{@code logistic-second-float} and {@code softmax-float}: of scores of 32 bits, computed in
 *       them
 * </ul>
 *
 * <p>As the {@code raw2probability} of Spark ML's models does, and XGBoost's {@code Sigmoid} and
 * {@code Softmax} ({@code src/common/math.h}); the order of operations matters.
 */
public final class Probabilities implements ScoringOperator {
  /** Where XGBoost ends, lest the exponential be infinite. */
  private static final float LARGEST_FLOAT_EXPONENT = 88.7f;

  @Override
  public String name() {
    return "probabilities";
  }

  /** Fills probabilities. */
  private interface Function {
    void apply(double[] scores, int size, double[] probabilities);
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    Function function = function(step.params().text("function"));
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector scores = row.vector(from);
      double[] probabilities = row.ownVector(to).becomeDense(scores.size());
      function.apply(scores.values(), scores.size(), probabilities);
    };
  }

  private static Function function(String name) {
    return switch (name) {
      case "logistic-first" -> (scores, size, p) -> two(p, 0, logistic(-scores[0]));
      case "logistic-second" -> (scores, size, p) -> two(p, 1, logistic(-scores[1]));
      case "logistic-first-doubled" -> (scores, size, p) -> two(p, 0, logistic(-2.0 * scores[0]));
      case "softmax" -> Probabilities::softmax;
      case "softmax-divided" -> Probabilities::softmaxDivided;
      case "shares" -> Probabilities::shares;
      case "logistic-second-float" -> (scores, size, p) -> two(p, 1, logistic((float) scores[1]));
      case "softmax-float" -> Probabilities::softmaxFloat;
      default -> throw new IllegalArgumentException("function is " + name);
    };
  }

  private static double logistic(double minus) {
    return 1.0 / (1.0 + Math.exp(minus));
  }

  /** Of a score itself. XGBoost adds 1e-16 as well, which changes no float from 1 on. */
  private static float logistic(float score) {
    return 1.0f / (FloatExp.of(Math.min(-score, LARGEST_FLOAT_EXPONENT)) + 1.0f);
  }

  private static void two(double[] probabilities, int place, double value) {
    probabilities[place] = value;
    probabilities[1 - place] = 1.0 - value;
  }

  /** {@code org.apache.spark.ml.impl.Utils.softmax}. */
  private static void softmax(double[] scores, int size, double[] probabilities) {
    double most = -Double.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      if (scores[i] == Double.POSITIVE_INFINITY) {
        certain(i, scores, size, probabilities);
        return;
      }
      most = scores[i] > most ? scores[i] : most;
    }
    double sum = exponentials(scores, size, most, probabilities);
    double scale = 1.0 / sum;
    for (int i = 0; i < size; i++) {
      probabilities[i] *= scale;
    }
  }

  private static void certain(int place, double[] scores, int size, double[] probabilities) {
    for (int i = 0; i < size; i++) {
      probabilities[i] = i == place ? 1.0 : scores[i] * 0.0;
    }
  }

  private static double exponentials(
      double[] scores, int size, double most, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      probabilities[i] = Math.exp(scores[i] - most);
      sum += probabilities[i];
    }
    return sum;
  }

  /** {@code SoftmaxLayerModelWithCrossEntropyLoss.eval}. */
  private static void softmaxDivided(double[] scores, int size, double[] probabilities) {
    double most = -Double.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      most = scores[i] > most ? scores[i] : most;
    }
    double sum = exponentials(scores, size, most, probabilities);
    for (int i = 0; i < size; i++) {
      probabilities[i] /= sum;
    }
  }

  /** The exponentials are floats, their sum is a double, and each is divided by it as a float. */
  private static void softmaxFloat(double[] scores, int size, double[] probabilities) {
    float most = (float) scores[0];
    for (int i = 1; i < size; i++) {
      most = Math.max(most, (float) scores[i]);
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      probabilities[i] = FloatExp.of((float) scores[i] - most);
      sum += probabilities[i];
    }
    for (int i = 0; i < size; i++) {
      probabilities[i] = (float) probabilities[i] / (float) sum;
    }
  }

  /** {@code ProbabilisticClassificationModel.normalizeToProbabilitiesInPlace}. */
  private static void shares(double[] scores, int size, double[] probabilities) {
    double sum = scores[0];
    for (int i = 1; i < size; i++) {
      sum += scores[i];
    }
    if (!(sum > 0)) {
      throw new RowRefused(
          StandardError.UNUSABLE_COLUMN, "The model has no votes for any class in this row.");
    }
    for (int i = 0; i < size; i++) {
      probabilities[i] = scores[i] / sum;
    }
  }
}
