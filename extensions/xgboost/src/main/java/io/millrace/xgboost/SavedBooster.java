package io.millrace.xgboost;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.DMatrix;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
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

  /** No digit is lost on the way from text to text. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  static SavedBooster of(Transformer model) {
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

  /** The rounds up to the one after which the loss on held-out rows was least. */
  int bestRounds() {
    JsonNode best = tree().at("/learner/attributes/best_iteration");
    return best.isMissingNode() ? Integer.MAX_VALUE : best.asInt() + 1;
  }

  /** The same with the trees of the first rounds only. */
  SavedBooster first(int rounds) {
    JsonNode tree = tree();
    ObjectNode model = (ObjectNode) tree.at("/learner/gradient_booster/model");
    ArrayNode ends = (ArrayNode) model.get("iteration_indptr");
    if (rounds >= ends.size() - 1) {
      return this;
    }
    int trees = ends.get(rounds).asInt();
    keep(ends, rounds + 1);
    keep((ArrayNode) model.get("trees"), trees);
    keep((ArrayNode) model.get("tree_info"), trees);
    ((ObjectNode) model.get("gbtree_model_param")).put("num_trees", Integer.toString(trees));
    return new SavedBooster(text(tree), classes);
  }

  /** XGBoost tells a whole number from another by its point or exponent. */
  private static byte[] text(JsonNode tree) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator generator =
        new JsonGeneratorDelegate(JSON.createGenerator(text)) {
          @Override
          public void writeNumber(BigDecimal value) throws IOException {
            delegate.writeNumber(value.unscaledValue() + "E" + -value.scale());
          }
        }) {
      JSON.writeTree(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }

  private static void keep(ArrayNode array, int first) {
    while (array.size() > first) {
      array.remove(array.size() - 1);
    }
  }

  /**
   * What a row's margins begin with, before any tree: one, or one a class. As a booster without
   * trees counts as one that has not learnt, it is what trees predict that add nothing.
   */
  float[] baseMargins() {
    JsonNode tree = first(1).tree();
    for (JsonNode each : tree.at("/learner/gradient_booster/model/trees")) {
      ArrayNode conditions = (ArrayNode) each.get("split_conditions");
      for (int node = 0; node < conditions.size(); node++) {
        conditions.set(node, BigDecimal.ZERO);
      }
    }
    int features = tree.at("/learner/learner_model_param/num_feature").asInt();
    try {
      DMatrix row = new DMatrix(new float[features], 1, features, Float.NaN);
      try {
        return new SavedBooster(text(tree), classes).booster().predict(row, true, 0)[0];
      } finally {
        row.delete();
      }
    } catch (XGBoostError e) {
      throw new MillraceException(
          StandardError.INTERNAL, "XGBoost can't tell its base: " + e.getMessage() + ".", e);
    }
  }

  /** The JSON. */
  JsonNode tree() {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.INTERNAL, "XGBoost's trees can't be read: " + e.getMessage() + ".", e);
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
