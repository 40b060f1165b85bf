package io.millrace.xgboost;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/** The importance of slots in the trees of a model of XGBoost. */
final class BoosterGains {
  private BoosterGains() {}

  /**
   * What XGBoost calls total gain: by how much the splits at each slot lowered the loss; as shares.
   */
  static Vector of(Transformer model) {
    Map<String, Double> gains = gains(booster(model));
    double all = gains.values().stream().mapToDouble(Double::doubleValue).sum();
    double[] shares =
        new double[gains.keySet().stream().mapToInt(BoosterGains::slot).max().orElse(-1) + 1];
    gains.forEach((name, gain) -> shares[slot(name)] = gain / all);
    return Vectors.dense(shares);
  }

  /** Slots without names of their own are called f0, f1 and so on. */
  private static int slot(String name) {
    return Integer.parseInt(name.substring(1));
  }

  private static Booster booster(Transformer model) {
    return model instanceof XGBoostClassificationModel classifier
        ? classifier.nativeBooster()
        : ((XGBoostRegressionModel) model).nativeBooster();
  }

  private static Map<String, Double> gains(Booster booster) {
    try {
      return booster.booster().getScore("", "total_gain");
    } catch (XGBoostError e) {
      throw new MillraceException(
          StandardError.INTERNAL, "XGBoost can't tell its gains: " + e.getMessage() + ".", e);
    }
  }
}
