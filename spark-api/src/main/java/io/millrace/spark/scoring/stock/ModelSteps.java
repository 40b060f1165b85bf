package io.millrace.spark.scoring.stock;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;

/**
 * The steps of one model as they are written, and the names of its columns. Not thread-safe.
 *
 * <p>For those who write the portable form of a model of their own, in their trainer's {@code
 * scoring}.
 */
public final class ModelSteps {
  private final List<ScoringStep> steps = new ArrayList<>();
  private final String features;
  private final String raw;
  private final String probability;
  private final String prediction;

  /** Without steps, with the columns that the parameters of a model name. */
  public ModelSteps(Transformer model) {
    features = name(model, "featuresCol", "features");
    prediction = name(model, "predictionCol", between("prediction"));
    raw = name(model, "rawPredictionCol", between("rawPrediction"));
    probability = name(model, "probabilityCol", between("probability"));
  }

  /** Steps of a model within another one, up to its raw scores. */
  ModelSteps(String features, String inner) {
    this.features = features;
    raw = inner + "_raw";
    probability = inner + "_probability";
    prediction = inner + "_prediction";
  }

  /** The name of a column that is named by a parameter; the other name, if it is left out. */
  static String name(Transformer model, String param, String otherwise) {
    if (!model.hasParam(param)) {
      return otherwise;
    }
    Object name = model.get(model.getParam(param)).getOrElse(() -> null);
    if (name == null) {
      name = model.getDefault(model.getParam(param)).getOrElse(() -> "");
    }
    return name.equals("") ? otherwise : String.valueOf(name);
  }

  /** The name of a column in between. */
  static String between(String what) {
    return "__millrace_" + what;
  }

  String features() {
    return features;
  }

  String raw() {
    return raw;
  }

  /** The column of the probabilities. */
  public String probability() {
    return probability;
  }

  String prediction() {
    return prediction;
  }

  /** The steps so far, in their order. */
  public List<ScoringStep> all() {
    return List.copyOf(steps);
  }

  void add(ScoringStep step) {
    steps.add(step);
  }

  /** A step that reads the features. */
  public ScoringStep reading(String operator) {
    return ScoringStep.of(operator).reading(features);
  }

  /** Adds the step that scores the classes. */
  public void addRaw(ScoringStep step, int classes) {
    add(step.adding(raw, new VectorOf(classes)));
  }

  /** Adds the step that predicts a number. */
  public void addNumber(ScoringStep step) {
    add(step.adding(prediction, Simple.DOUBLE));
  }

  /**
   * Adds probabilities, and the class with the largest score, or of the largest probability over
   * its threshold.
   *
   * @param function of the operator {@code probabilities}
   */
  void addProbabilities(ProbabilisticClassificationModel<?, ?> model, String function) {
    addProbability(function, model.numClasses());
    addDecision(
        model.isDefined(model.thresholds())
            ? deciding("largest-ratio", probability).withArray("thresholds", model.getThresholds())
            : deciding("largest", raw));
  }

  /**
   * Adds the step that makes probabilities of the scores.
   *
   * @param function of the operator {@code probabilities}
   */
  public void addProbability(String function, int classes) {
    add(
        ScoringStep.of("probabilities")
            .reading(raw)
            .adding(probability, new VectorOf(classes))
            .with("function", function));
  }

  /** Adds a decision for the second of two classes, if its raw score exceeds the threshold. */
  void addDecisionAbove(double threshold) {
    addDecision(
        deciding("above", raw)
            .with("place", 1)
            .with("nanIsLargest", false)
            .withArray("threshold", new double[] {threshold}));
  }

  /** Adds the step that chooses a class, by its place. */
  public void addDecision(ScoringStep step) {
    addDecision(step, Simple.DOUBLE);
  }

  void addDecision(ScoringStep step, LogicalType type) {
    add(step.adding(prediction, type));
  }

  /**
   * The step that chooses among scores.
   *
   * @param rule of the operator {@code decision}
   */
  public static ScoringStep deciding(String rule, String scores) {
    return ScoringStep.of("decision").reading(scores).with("rule", rule);
  }
}
