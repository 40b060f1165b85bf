package io.millrace.spark.scoring;

import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.ChiSqSelectorModel;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.IDFModel;
import org.apache.spark.ml.feature.MaxAbsScalerModel;
import org.apache.spark.ml.feature.MinMaxScalerModel;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.PolynomialExpansion;
import org.apache.spark.ml.feature.RobustScalerModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.UnivariateFeatureSelectorModel;
import org.apache.spark.ml.feature.VarianceThresholdSelectorModel;
import org.apache.spark.ml.feature.VectorIndexerModel;
import org.apache.spark.ml.feature.VectorSizeHint;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;

/** Spark ML's transformers of vectors and numbers. */
final class VectorFeatures {
  static final List<StockFeature<?>> TABLE =
      List.of(
          StockFeature.ofColumn(
              StandardScalerModel.class, VectorFeatures::standard, "withMean", "withStd"),
          StockFeature.ofColumn(
              RobustScalerModel.class,
              VectorFeatures::robust,
              "withCentering",
              "withScaling",
              "lower",
              "upper",
              "relativeError"),
          StockFeature.ofColumn(MaxAbsScalerModel.class, VectorFeatures::maxAbs),
          StockFeature.ofColumn(MinMaxScalerModel.class, VectorFeatures::minMax, "min", "max"),
          StockFeature.ofColumn(IDFModel.class, VectorFeatures::idf, "minDocFreq"),
          StockFeature.ofColumn(ElementwiseProduct.class, VectorFeatures::product, "scalingVec"),
          StockFeature.ofColumn(Normalizer.class, VectorFeatures::normalizer, "p"),
          StockFeature.ofColumn(PolynomialExpansion.class, VectorFeatures::polynomial, "degree"),
          StockFeature.ofColumn(PCAModel.class, VectorFeatures::pca, "k"),
          StockFeature.ofColumn(VectorSlicer.class, VectorFeatures::slicer, "indices", "names"),
          StockFeature.with(
              VarianceThresholdSelectorModel.class,
              (model, draft) -> selector(model, model.selectedFeatures(), draft),
              "featuresCol",
              "outputCol",
              "varianceThreshold"),
          StockFeature.with(
              UnivariateFeatureSelectorModel.class,
              (model, draft) -> selector(model, model.selectedFeatures(), draft),
              "featuresCol",
              "outputCol",
              "labelCol",
              "featureType",
              "labelType",
              "selectionMode",
              "selectionThreshold"),
          StockFeature.with(
              ChiSqSelectorModel.class,
              (model, draft) -> selector(model, model.selectedFeatures(), draft),
              "featuresCol",
              "outputCol",
              "labelCol",
              "selectorType",
              "numTopFeatures",
              "percentile",
              "fpr",
              "fdr",
              "fwe"),
          StockFeature.ofColumn(
              VectorIndexerModel.class, VectorFeatures::indexer, "maxCategories", "handleInvalid"),
          StockFeature.ofColumns(
              Binarizer.class, VectorFeatures::binarizer, "threshold", "thresholds"),
          StockFeature.ofColumns(
              Bucketizer.class,
              VectorFeatures::bucketizer,
              "splits",
              "splitsArray",
              "handleInvalid"),
          StockFeature.with(
              VectorSizeHint.class, VectorFeatures::sizeHint, "inputCol", "size", "handleInvalid"));

  private VectorFeatures() {}

  private static void standard(StandardScalerModel model, StepDraft draft) {
    double[] scales = model.getWithStd() ? reciprocals(model.std(), 0) : ones(model.mean().size());
    scaled(model, model.getWithMean(), model.mean(), scales, draft);
  }

  private static void robust(RobustScalerModel model, StepDraft draft) {
    double[] scales =
        model.getWithScaling() ? reciprocals(model.range(), 0) : ones(model.range().size());
    scaled(model, model.getWithCentering(), model.median(), scales, draft);
  }

  private static void maxAbs(MaxAbsScalerModel model, StepDraft draft) {
    scaled(model, false, model.maxAbs(), reciprocals(model.maxAbs(), 1), draft);
  }

  private static void idf(IDFModel model, StepDraft draft) {
    scaled(model, false, model.idf(), model.idf().toArray(), draft);
  }

  private static void product(ElementwiseProduct stage, StepDraft draft) {
    Vector scales = stage.getScalingVec();
    scaled(stage, false, scales, scales.toArray(), draft);
  }

  private static double[] reciprocals(Vector vector, double ofZero) {
    return Arrays.stream(vector.toArray()).map(x -> x == 0 ? ofZero : 1 / x).toArray();
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void scaled(
      Params stage, boolean shifted, Vector shifts, double[] scales, StepDraft draft) {
    ScoringStep step =
        made(stage, "scale-vector", scales.length)
            .with("keepNull", false)
            .withArray("scales", scales);
    draft.add(shifted ? step.withArray("shifts", shifts.toArray()) : step);
  }

  /** The step that makes a vector of a column. */
  private static ScoringStep made(Params stage, String operator, int slots) {
    String input = stage.hasParam("featuresCol") ? "featuresCol" : "inputCol";
    return ScoringStep.of(operator)
        .reading(StepDraft.text(stage, input))
        .adding(StepDraft.text(stage, "outputCol"), StepDraft.vector(slots));
  }

  private static void minMax(MinMaxScalerModel model, StepDraft draft) {
    double[] scales = new double[model.originalMax().size()];
    for (int i = 0; i < scales.length; i++) {
      double range = model.originalMax().apply(i) - model.originalMin().apply(i);
      scales[i] = range != 0 ? (model.getMax() - model.getMin()) / range : 0;
    }
    draft.add(
        made(model, "min-max-scale", scales.length)
            .withArray("minima", model.originalMin().toArray())
            .withArray("scales", scales)
            .withArray(
                "bounds", new double[] {model.getMin(), (model.getMin() + model.getMax()) / 2}));
  }

  private static void normalizer(Normalizer stage, StepDraft draft) {
    double p = stage.getP();
    draft.add(
        made(stage, "normalize", draft.slots(stage.getInputCol()))
            .with("p", Double.isInfinite(p) ? "Infinity" : (Object) p));
  }

  private static void polynomial(PolynomialExpansion stage, StepDraft draft) {
    draft.add(made(stage, "polynomial", -1).with("degree", stage.getDegree()));
  }

  private static void pca(PCAModel model, StepDraft draft) {
    // Spark multiplies by the transpose: what lies by column here, lies by row there.
    DenseMatrix directions = model.pc();
    draft.add(
        made(model, "multiply-matrix", directions.numCols())
            .with("rows", directions.numCols())
            .with("byRow", !directions.isTransposed())
            .withArray("matrix", directions.values()));
  }

  private static void slicer(VectorSlicer stage, StepDraft draft) {
    AttributeGroup group = AttributeGroup.fromStructField(draft.field(stage.getInputCol()));
    List<Integer> indices = new ArrayList<>();
    for (String name : stage.getNames()) {
      indices.add(group.indexOf(name));
    }
    for (int index : stage.getIndices()) {
      indices.add(index);
    }
    int[] selected = indices.stream().mapToInt(Integer::intValue).toArray();
    draft.add(selection(made(stage, "select-slots", selected.length), selected));
  }

  private static void selector(Transformer model, int[] selected, StepDraft draft) {
    int[] sorted = IntStream.of(selected).sorted().toArray();
    draft.add(selection(made(model, "select-slots", sorted.length), sorted));
  }

  private static ScoringStep selection(ScoringStep step, int[] selected) {
    int most = IntStream.of(selected).max().orElse(-1);
    return step.with("size", -1).with("least", most + 1).withArray("indices", selected);
  }

  private static void indexer(VectorIndexerModel model, StepDraft draft) {
    Map<Integer, Map<Double, Integer>> maps = new TreeMap<>(model.javaCategoryMaps());
    List<Double> values = new ArrayList<>();
    List<Double> indices = new ArrayList<>();
    for (Map<Double, Integer> map : maps.values()) {
      new TreeMap<>(map)
          .forEach(
              (value, index) -> {
                values.add(value == 0 ? 0.0 : value);
                indices.add(index.doubleValue());
              });
    }
    String invalid = model.getHandleInvalid();
    draft.add(
        made(model, "index-slots", model.numFeatures())
            .with("slots", model.numFeatures())
            .with("invalid", invalid(invalid))
            .withArray("places", ints(maps.keySet()))
            .withArray("counts", ints(maps.values().stream().map(Map::size).toList()))
            .withArray("values", doubles(values))
            .withArray("indices", doubles(indices)));
    if (invalid.equals("skip")) {
      draft.dropNulls(List.of(model.getOutputCol()), ColumnSteps.UNSEEN);
    }
  }

  private static String invalid(String handleInvalid) {
    return switch (handleInvalid) {
      case "keep" -> "keep";
      case "skip" -> "null";
      default -> "refuse";
    };
  }

  private static int[] ints(java.util.Collection<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] doubles(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void binarizer(Binarizer stage, StepDraft draft) {
    List<String> inputs = StepDraft.inputs(stage);
    for (int i = 0; i < inputs.size(); i++) {
      double threshold =
          stage.isSet(stage.thresholds()) ? stage.getThresholds()[i] : stage.getThreshold();
      String output = StepDraft.outputs(stage).get(i);
      draft.add(
          ScoringStep.of("binarize")
              .reading(inputs.get(i))
              .adding(
                  output, draft.isVector(inputs.get(i)) ? draft.type(inputs.get(i)) : Simple.DOUBLE)
              .withArray("threshold", new double[] {threshold}));
    }
  }

  private static void bucketizer(Bucketizer stage, StepDraft draft) {
    List<String> inputs = StepDraft.inputs(stage);
    List<String> outputs = StepDraft.outputs(stage);
    boolean skips = stage.getHandleInvalid().equals("skip");
    for (int i = 0; i < inputs.size(); i++) {
      double[] splits =
          stage.isSet(stage.splitsArray()) ? stage.getSplitsArray()[i] : stage.getSplits();
      ScoringStep step =
          ScoringStep.of("bucketize")
              .reading(draft.doubles(inputs.get(i)))
              .adding(outputs.get(i), Simple.DOUBLE)
              .with("keepNull", true)
              .with("skip", skips)
              .withArray("splits", splits);
      draft.add(
          stage.getHandleInvalid().equals("error")
              ? step.with(
                  "refusal",
                  "Bucketizer encountered NaN value. To handle or skip NaNs, try setting Bucketizer.handleInvalid.")
              : step);
    }
    if (skips) {
      draft.dropNulls(outputs, "it lacks a number that is put in a bucket");
    }
  }

  private static void sizeHint(VectorSizeHint stage, StepDraft draft) {
    switch (stage.getHandleInvalid()) {
      case "optimistic" -> {}
      case "error" ->
          draft.add(
              ScoringStep.of("require-size")
                  .reading(stage.getInputCol())
                  .with("slots", stage.getSize()));
      default ->
          throw Refusals.of(
              "handleInvalid: %s of VectorSizeHint has no portable form"
                  .formatted(stage.getHandleInvalid()));
    }
  }
}
