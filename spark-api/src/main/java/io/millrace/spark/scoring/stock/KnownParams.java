package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Set;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The parameters of Spark ML's models that their portable form knows: those that it follows, and
 * those that matter for learning only.
 */
final class KnownParams {
  private static final Set<String> FOLLOWED =
      Set.of(
          "distanceMeasure",
          "family",
          "featureIndex",
          "featuresCol",
          "layers",
          "link",
          "linkPower",
          "modelType",
          "predictionCol",
          "probabilityCol",
          "quantileProbabilities",
          "quantilesCol",
          "rawPredictionCol",
          "threshold",
          "thresholds",
          "variancePower");

  private static final Set<String> OF_LEARNING =
      Set.of(
          "aggregationDepth",
          "blockSize",
          "bootstrap",
          "cacheNodeIds",
          "censorCol",
          "checkpointInterval",
          "classifier",
          "elasticNetParam",
          "epsilon",
          "factorSize",
          "featureSubsetStrategy",
          "fitIntercept",
          "fitLinear",
          "impurity",
          "initMode",
          "initStd",
          "initSteps",
          "initialWeights",
          "isotonic",
          "k",
          "labelCol",
          "loss",
          "lossType",
          "lowerBoundsOnCoefficients",
          "lowerBoundsOnIntercepts",
          "maxBins",
          "maxBlockSizeInMB",
          "maxDepth",
          "maxIter",
          "maxMemoryInMB",
          "minDivisibleClusterSize",
          "minInfoGain",
          "minInstancesPerNode",
          "minWeightFractionPerNode",
          "miniBatchFraction",
          "numTrees",
          "parallelism",
          "regParam",
          "seed",
          "smoothing",
          "solver",
          "standardization",
          "stepSize",
          "subsamplingRate",
          "tol",
          "upperBoundsOnCoefficients",
          "upperBoundsOnIntercepts",
          "validationIndicatorCol",
          "validationTol",
          "weightCol");

  private KnownParams() {}

  /**
   * Refuses a model with a parameter set that nobody would follow.
   *
   * @throws MillraceException NOT_SERVABLE
   */
  static void check(Params model) {
    for (Param<?> param : model.params()) {
      String name = param.name();
      if (model.isSet(param) && !FOLLOWED.contains(name) && !OF_LEARNING.contains(name)) {
        throw new MillraceException(
            StandardError.NOT_SERVABLE,
            "the parameter %s of %s is set, which the portable form does not know"
                .formatted(name, model.getClass().getSimpleName()));
      }
    }
  }
}
