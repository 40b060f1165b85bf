package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;

/**
 * What Spark ML derives from the covariance of a normal distribution by an eigendecomposition, as
 * arrays of a step. It keeps that to itself; derived again, by whatever routine, the bits would
 * differ.
 */
final class GaussianState {
  private GaussianState() {}

  static ScoringStep in(ScoringStep step, MultivariateGaussian[] distributions) {
    List<DenseMatrix> roots =
        Stream.of(distributions)
            .map(each -> (DenseMatrix) derived(each, "rootSigmaInvMat"))
            .toList();
    ToDoubleFunction<MultivariateGaussian> constant = each -> (Double) derived(each, "u");
    return step.with("byRow", roots.get(0).isTransposed())
        .withArray("roots", concatenated(roots.stream().map(DenseMatrix::values)))
        .withArray("constants", Stream.of(distributions).mapToDouble(constant).toArray())
        .withArray(
            "whitened",
            concatenated(
                Stream.of(distributions)
                    .map(each -> ((DenseVector) derived(each, "rootSigmaInvMulMu")).values())));
  }

  private static double[] concatenated(Stream<double[]> arrays) {
    return arrays.flatMapToDouble(Arrays::stream).toArray();
  }

  private static Object derived(MultivariateGaussian distribution, String what) {
    try {
      Method method = MultivariateGaussian.class.getDeclaredMethod(what);
      method.setAccessible(true);
      return method.invoke(distribution);
    } catch (ReflectiveOperationException e) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE,
          "this version of Spark does not tell %s of its normal distributions".formatted(what),
          e);
    }
  }
}
