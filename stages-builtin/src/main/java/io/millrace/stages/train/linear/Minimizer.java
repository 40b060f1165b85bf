package io.millrace.stages.train.linear;

import static java.lang.invoke.MethodType.methodType;

import breeze.linalg.DenseVector;
import breeze.optimize.CachedDiffFunction;
import breeze.optimize.DiffFunction;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import breeze.optimize.OWLQN;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Breeze's optimisers, which Spark ML uses: with the same settings they take the same steps.
 *
 * <p>What Breeze minimises is a Scala trait that inherits two methods of one name and parameters,
 * with different results. No class in Java can implement both, nor can {@code
 * java.lang.reflect.Proxy}; but nobody calls them of what {@link CachedDiffFunction} wraps, and the
 * JVM makes a lambda for the one method that is called.
 */
final class Minimizer {
  /** How many steps back it remembers: Spark ML's own number. */
  private static final int MEMORY = 10;

  private static final MethodHandle FUNCTIONS = functions();

  private Minimizer() {}

  /** A cost to be minimised. */
  interface Cost {
    /** The cost at coefficients; writes its gradient. */
    double at(double[] coefficients, double[] gradient);
  }

  static Minimum minimize(LinearTrial trial, double[] start, Cost cost) {
    DiffFunction<DenseVector<Object>> cached =
        new CachedDiffFunction<>(
            function(cost), DenseVector.canCopyDenseVector(ClassTag.<Object>apply(Double.TYPE)));
    Iterator<? extends FirstOrderMinimizer.State<DenseVector<Object>, ?, ?>> states =
        optimizer(trial).iterations(cached, vector(start));
    double[] found = start;
    int count = 0;
    while (states.hasNext()) {
      found = array(states.next().x());
      count++;
    }
    return new Minimum(found, count - 1);
  }

  private static FirstOrderMinimizer<DenseVector<Object>, DiffFunction<DenseVector<Object>>>
      optimizer(LinearTrial trial) {
    LinearTrial.Steps steps = trial.steps();
    if (!steps.orthants()) {
      return new LBFGS<>(steps.iterations(), MEMORY, steps.tolerance(), DenseVector.space_Double());
    }
    return new OWLQN<Object, DenseVector<Object>>(
        steps.iterations(),
        MEMORY,
        index -> (Object) trial.absolute((Integer) index),
        steps.tolerance(),
        DenseVector.space_Double());
  }

  private static MethodHandle functions() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      return LambdaMetafactory.metafactory(
              lookup,
              "calculate",
              methodType(DiffFunction.class, Cost.class),
              methodType(Tuple2.class, Object.class),
              lookup.findStatic(
                  Minimizer.class,
                  "calculate",
                  methodType(Tuple2.class, Cost.class, DenseVector.class)),
              methodType(Tuple2.class, DenseVector.class))
          .getTarget();
    } catch (ReflectiveOperationException | LambdaConversionException e) {
      throw new IllegalStateException("this is no Breeze that Spark 4 brings", e);
    }
  }

  private static DiffFunction<DenseVector<Object>> function(Cost cost) {
    try {
      return (DiffFunction<DenseVector<Object>>) FUNCTIONS.invoke(cost);
    } catch (Throwable e) {
      throw new IllegalStateException("a function of a cost can't be made", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // By a method handle.
  private static Tuple2<Object, DenseVector<Object>> calculate(Cost cost, DenseVector<Object> at) {
    double[] gradient = new double[at.length()];
    double value = cost.at(array(at), gradient);
    return new Tuple2<>(value, vector(gradient));
  }

  private static DenseVector<Object> vector(double[] values) {
    return new DenseVector<>(values);
  }

  /** The values; a vector that is a view is copied. */
  private static double[] array(DenseVector<Object> vector) {
    double[] data = (double[]) vector.data();
    if (vector.offset() == 0 && vector.stride() == 1 && data.length == vector.length()) {
      return data;
    }
    double[] copy = new double[vector.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = data[vector.offset() + i * vector.stride()];
    }
    return copy;
  }
}
