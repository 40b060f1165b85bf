package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.tree.TreeEnsembleModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What all learners of trees check. */
final class Trees {
  private Trees() {}

  /** Boosting may stop before its last tree. */
  static void tellTrees(
      GradientBoostedTreesOptions options, Transformer model, StageContext<Dataset<Row>> context) {
    int trees = ((TreeEnsembleModel<?>) model).treeWeights().length;
    context.fact("trees", Integer.toString(trees));
  }

  /** Spark ML would say so without naming the feature. */
  static void refuseTooManyCategories(Dataset<Row> rows, int maxBins) {
    AttributeGroup group =
        AttributeGroup.fromStructField(rows.schema().apply(SparkMlTrainer.FEATURES));
    if (group.attributes().isEmpty()) {
      return;
    }
    for (Attribute attribute : group.attributes().get()) {
      if (attribute instanceof NominalAttribute nominal && nominal.getNumValues().isDefined()) {
        int categories = (Integer) nominal.getNumValues().get();
        if (categories > maxBins) {
          throw new MillraceException(
              StandardError.INVALID_OPTION,
              "The feature '%s' has %d categories, and maxBins is %d: set it to at least %d."
                  .formatted(
                      nominal.name().isDefined() ? nominal.name().get() : "?",
                      categories,
                      maxBins,
                      categories));
        }
      }
    }
  }
}
