package io.millrace.benchmarks.pmml;

import io.millrace.benchmarks.pmml.PmmlFeatures.Place;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;

/**
 * A pipeline as PMML 4.4: missing numbers are replaced by the mining schema, scaled numbers are
 * derived fields, and models look at texts themselves where Spark looks at bits of a one-hot
 * vector. The probability of class 1 is the output {@code probability}.
 */
public final class PmmlText {
  private final PmmlFeatures features;
  private final List<Place> places;

  private PmmlText(PmmlFeatures features) {
    this.features = features;
    this.places = features.places();
  }

  /** The document of a pipeline whose last stage is one of the three models. */
  public static String of(PipelineModel pipeline) {
    PmmlText text = new PmmlText(PmmlFeatures.of(pipeline));
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    return "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/>"
        + text.dictionary()
        + text.scaled()
        + text.model(model)
        + "</PMML>";
  }

  static String predicate(String field, String operator, String value) {
    return "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>"
        .formatted(field, operator, value);
  }

  private String model(Transformer model) {
    if (model instanceof LogisticRegressionModel regression) {
      return regression(regression);
    }
    return model instanceof RandomForestClassificationModel forest
        ? forest(forest)
        : boosted((GBTClassificationModel) model);
  }

  private String dictionary() {
    StringBuilder text = new StringBuilder("<DataDictionary>");
    for (PmmlFeatures.Category category : features.categories()) {
      text.append(field(category.column(), "categorical", "string", ""));
    }
    for (PmmlFeatures.Number number : features.numbers()) {
      text.append(field(number.column(), "continuous", "double", ""));
    }
    String classes = "<Value value=\"0\"/><Value value=\"1\"/>";
    return text.append(field("label", "categorical", "string", classes))
        .append("</DataDictionary>")
        .toString();
  }

  private static String field(String name, String optype, String type, String values) {
    return "<DataField name=\"%s\" optype=\"%s\" dataType=\"%s\">%s</DataField>"
        .formatted(name, optype, type, values);
  }

  private String scaled() {
    return features.numbers().stream()
        .map(
            number ->
                """
                <DerivedField name="%s" optype="continuous" dataType="double"><Apply function="*">
                <Apply function="-"><FieldRef field="%s"/><Constant dataType="double">%s</Constant></Apply>
                <Constant dataType="double">%s</Constant></Apply></DerivedField>"""
                    .formatted(number.scaled(), number.column(), number.mean(), number.factor()))
        .collect(
            Collectors.joining("", "<TransformationDictionary>", "</TransformationDictionary>"));
  }

  /** The columns as they come, missing numbers replaced. */
  private String schema() {
    String texts =
        features.categories().stream()
            .map(
                category ->
                    "<MiningField name=\"%s\" invalidValueTreatment=\"asIs\"/>"
                        .formatted(category.column()))
            .collect(Collectors.joining());
    String numbers =
        features.numbers().stream()
            .map(
                number ->
                    "<MiningField name=\"%s\" missingValueReplacement=\"%s\"/>"
                        .formatted(number.column(), number.surrogate()))
            .collect(Collectors.joining());
    return "<MiningSchema><MiningField name=\"label\" usageType=\"target\"/>"
        + texts
        + numbers
        + "</MiningSchema>";
  }

  /** Of a segment, whose ensemble has replaced what is missing. */
  private String innerSchema() {
    return features.categories().stream()
            .map(category -> "<MiningField name=\"" + category.column() + "\"/>")
            .collect(Collectors.joining("", "<MiningSchema>", ""))
        + features.numbers().stream()
            .map(number -> "<MiningField name=\"" + number.column() + "\"/>")
            .collect(Collectors.joining("", "", "</MiningSchema>"));
  }

  private static String output() {
    return "<Output><OutputField name=\"probability\" optype=\"continuous\" dataType=\"double\""
        + " feature=\"probability\" value=\"1\"/></Output>";
  }

  private String regression(LogisticRegressionModel model) {
    return "<RegressionModel functionName=\"classification\" normalizationMethod=\"logit\">"
        + schema()
        + output()
        + "<RegressionTable targetCategory=\"1\" intercept=\"%s\">".formatted(model.intercept())
        + predictors(model.coefficients())
        + "</RegressionTable><RegressionTable targetCategory=\"0\" intercept=\"0\"/></RegressionModel>";
  }

  /** Numbers first, as the schema of PMML wants it. */
  private String predictors(Vector coefficients) {
    return lines(false, coefficients) + lines(true, coefficients);
  }

  private String lines(boolean bits, Vector coefficients) {
    return IntStream.range(0, places.size())
        .filter(i -> places.get(i).isBit() == bits)
        .mapToObj(
            i ->
                bits
                    ? "<CategoricalPredictor name=\"%s\" value=\"%s\" coefficient=\"%s\"/>"
                        .formatted(
                            places.get(i).field(), places.get(i).label(), coefficients.apply(i))
                    : "<NumericPredictor name=\"%s\" coefficient=\"%s\"/>"
                        .formatted(places.get(i).field(), coefficients.apply(i)))
        .collect(Collectors.joining());
  }

  private String forest(RandomForestClassificationModel model) {
    PmmlTrees trees =
        new PmmlTrees(
            places,
            leaf -> {
              double[] counts = leaf.impurityStats().stats();
              double all = Arrays.stream(counts).sum();
              return ("<Node score=\"%s\">%%s".formatted(counts[1] > counts[0] ? "1" : "0")
                  + distribution("0", counts[0] / all)
                  + distribution("1", counts[1] / all)
                  + "</Node>");
            });
    String segments =
        Arrays.stream(model.trees())
            .map(tree -> segment("classification", trees.tree(tree.rootNode())))
            .collect(Collectors.joining());
    return "<MiningModel functionName=\"classification\">"
        + schema()
        + output()
        + "<Segmentation multipleModelMethod=\"average\">"
        + segments
        + "</Segmentation></MiningModel>";
  }

  private static String distribution(String value, double probability) {
    return "<ScoreDistribution value=\"%s\" recordCount=\"%s\" probability=\"%s\"/>"
        .formatted(value, probability, probability);
  }

  /** The weighted sum of trees, then 1 / (1 + exp(-2 sum)). */
  private String boosted(GBTClassificationModel model) {
    StringBuilder segments = new StringBuilder();
    for (int i = 0; i < model.trees().length; i++) {
      double weight = model.treeWeights()[i];
      PmmlTrees trees =
          new PmmlTrees(
              places, leaf -> "<Node score=\"" + weight * leaf.prediction() + "\">%s</Node>");
      segments.append(segment("regression", trees.tree(model.trees()[i].rootNode())));
    }
    String sum =
        "<Segment><True/><MiningModel functionName=\"regression\">"
            + innerSchema()
            + "<Output><OutputField name=\"margin\" optype=\"continuous\" dataType=\"double\""
            + " feature=\"predictedValue\" isFinalResult=\"false\"/></Output>"
            + "<Segmentation multipleModelMethod=\"sum\">"
            + segments
            + "</Segmentation></MiningModel></Segment>";
    String logit =
        "<Segment><True/><RegressionModel functionName=\"classification\" normalizationMethod=\"logit\">"
            + "<MiningSchema><MiningField name=\"label\" usageType=\"target\"/><MiningField name=\"margin\"/></MiningSchema>"
            + output()
            + "<RegressionTable targetCategory=\"1\" intercept=\"0\"><NumericPredictor name=\"margin\" coefficient=\"2\"/></RegressionTable>"
            + "<RegressionTable targetCategory=\"0\" intercept=\"0\"/></RegressionModel></Segment>";
    return "<MiningModel functionName=\"classification\">"
        + schema()
        + "<Segmentation multipleModelMethod=\"modelChain\">"
        + sum
        + logit
        + "</Segmentation></MiningModel>";
  }

  private String segment(String function, String tree) {
    return "<Segment><True/><TreeModel functionName=\"%s\" splitCharacteristic=\"binarySplit\">%s%s</TreeModel></Segment>"
        .formatted(function, innerSchema(), tree);
  }
}
