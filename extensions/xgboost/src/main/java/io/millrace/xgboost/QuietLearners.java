package io.millrace.xgboost;

import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressor;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;

/**
 * XGBoost's learners, told not to print the loss of each round on standard error. The setting that
 * its training loop asks for is none of the learner's parameters, and their class can't be extended
 * in Java; all that is set of the parameters in its list reaches the loop, so it takes a place
 * there: that of the verbosity, which stays at its default.
 */
final class QuietLearners {
  private static final String REPLACED = "verbosity";
  private static final String PRINTS = "verbose_eval";

  private QuietLearners() {}

  static Predictor<Vector, ?, ?> of(Task task) {
    Predictor<Vector, ?, ?> learner =
        task == Task.CLASSIFICATION ? new XGBoostClassifier() : new XGBoostRegressor();
    Param<?>[] listed = learner.params();
    int place =
        IntStream.range(0, listed.length)
            .filter(i -> listed[i].name().equals(REPLACED))
            .findFirst()
            .orElseThrow();
    Param<String> prints = new Param<>(learner.uid(), PRINTS, "whether each round prints its loss");
    listed[place] = prints;
    learner.set(prints, "false");
    return learner;
  }
}
