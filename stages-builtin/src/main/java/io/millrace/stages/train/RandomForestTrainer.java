package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer;
import io.millrace.spark.api.TrainerColumns;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's random forests. */
final class RandomForestTrainer extends SparkMlTrainer {
  private final RandomForestOptions options;

  RandomForestTrainer(RandomForestOptions options) {
    super(
        new TrainerColumns(options.features(), options.label(), options.weight()), options.task());
    this.options = options;
  }

  /** The label, the rows' number, the bins, and the binned rows, which alone Spark ML keeps. */
  @Override
  public Passes passes() {
    return new Passes(4, false);
  }

  @Override
  protected PredictionModel<Vector, ?> learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
    refuseTooManyCategories(rows);
    return options.task() == Task.CLASSIFICATION
        ? classifier(context.seed()).fit(rows)
        : regressor(context.seed()).fit(rows);
  }

  private RandomForestClassifier classifier(long seed) {
    RandomForestClassifier learner =
        new RandomForestClassifier()
            .setNumTrees(options.numTrees())
            .setMaxDepth(options.maxDepth())
            .setMaxBins(options.maxBins())
            .setMinInstancesPerNode(options.minInstancesPerNode())
            .setFeatureSubsetStrategy(options.featureSubset())
            .setSubsamplingRate(options.subsamplingRate())
            .setSeed(seed);
    return options.weight() == null ? learner : learner.setWeightCol(WEIGHT);
  }

  private RandomForestRegressor regressor(long seed) {
    RandomForestRegressor learner =
        new RandomForestRegressor()
            .setNumTrees(options.numTrees())
            .setMaxDepth(options.maxDepth())
            .setMaxBins(options.maxBins())
            .setMinInstancesPerNode(options.minInstancesPerNode())
            .setFeatureSubsetStrategy(options.featureSubset())
            .setSubsamplingRate(options.subsamplingRate())
            .setSeed(seed);
    return options.weight() == null ? learner : learner.setWeightCol(WEIGHT);
  }

  /** Spark ML would say so without naming the feature. */
  private void refuseTooManyCategories(Dataset<Row> rows) {
    AttributeGroup group = AttributeGroup.fromStructField(rows.schema().apply(FEATURES));
    if (group.attributes().isEmpty()) {
      return;
    }
    for (Attribute attribute : group.attributes().get()) {
      if (attribute instanceof NominalAttribute nominal && nominal.getNumValues().isDefined()) {
        int categories = (Integer) nominal.getNumValues().get();
        if (categories > options.maxBins()) {
          throw new MillraceException(
              StandardError.INVALID_OPTION,
              "The feature '%s' has %d categories, and maxBins is %d: set it to at least %d."
                  .formatted(
                      nominal.name().isDefined() ? nominal.name().get() : "?",
                      categories,
                      options.maxBins(),
                      categories));
        }
      }
    }
  }

  @Override
  protected PredictionModel<Vector, ?> read(String directory) {
    return options.task() == Task.CLASSIFICATION
        ? RandomForestClassificationModel.read().loadFromLocal(directory)
        : RandomForestRegressionModel.read().loadFromLocal(directory);
  }
}
