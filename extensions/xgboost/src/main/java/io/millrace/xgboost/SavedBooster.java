package io.millrace.xgboost;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.linalg.Vector;
import scala.Option;

/**
 * What a model of XGBoost consists of: the trees, in XGBoost's own JSON, which its other languages
 * read too, and the number of classes. The library's writer of Spark models can't be used: it was
 * built for another Spark.
 *
 * @param classes 0 for regression
 */
record SavedBooster(byte[] json, int classes) {
  private static final String TREES = "booster.json";
  private static final String CLASSES = "num_classes.txt";

  static SavedBooster of(PredictionModel<Vector, ?> model) {
    try {
      if (model instanceof XGBoostClassificationModel classifier) {
        return new SavedBooster(
            classifier.nativeBooster().toByteArray("json"), classifier.numClasses());
      }
      return new SavedBooster(
          ((XGBoostRegressionModel) model).nativeBooster().toByteArray("json"), 0);
    } catch (XGBoostError e) {
      throw new MillraceException(
          StandardError.INTERNAL, "XGBoost can't tell its trees: " + e.getMessage() + ".", e);
    }
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(TREES), json);
    Files.writeString(directory.resolve(CLASSES), Integer.toString(classes));
  }

  static SavedBooster read(Path directory) {
    try {
      return new SavedBooster(
          Files.readAllBytes(directory.resolve(TREES)),
          Integer.parseInt(
              Files.readString(directory.resolve(CLASSES), StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The model can't be read from " + directory + ": " + e.getMessage() + ".",
          e);
    }
  }

  PredictionModel<Vector, ?> model(Task task) {
    Booster booster = booster();
    if (task == Task.REGRESSION) {
      XGBoostRegressionModel model = new XGBoostRegressionModel("xgboost", booster, Option.empty());
      model.set(model.missing(), Float.NaN);
      return model;
    }
    XGBoostClassificationModel model =
        new XGBoostClassificationModel("xgboost", classes, booster, Option.empty());
    model.set(model.missing(), Float.NaN);
    return model;
  }

  private Booster booster() {
    try {
      return new Booster(ml.dmlc.xgboost4j.java.XGBoost.loadModel(json));
    } catch (XGBoostError | IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "XGBoost can't read its trees: " + e.getMessage() + ".", e);
    }
  }
}
