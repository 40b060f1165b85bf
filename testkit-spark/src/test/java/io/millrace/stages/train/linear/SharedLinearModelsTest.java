package io.millrace.stages.train.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.testkit.spark.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is learnt over shared passes is what Spark ML learns with a fit for each trial. */
@ExtendWith(SparkExtension.class)
final class SharedLinearModelsTest {
  private static final double TOLERANCE = 1e-6;
  private static final int FEATURES = 6;

  @Test
  @Tag("full")
  void logisticRegressionsOfTwoClassesAreSparksOwn(SparkSession spark) {
    assertSparksOwn(rows(spark, 1, 2, false), logistic(new Random(1), 9, "auto"), 2);
    assertSparksOwn(rows(spark, 2, 2, true), logistic(new Random(2), 9, "auto"), 2);
  }

  @Test
  @Tag("full")
  void logisticRegressionsOfSeveralClassesAreSparksOwn(SparkSession spark) {
    assertSparksOwn(rows(spark, 3, 3, false), logistic(new Random(3), 7, "auto"), 3);
    assertSparksOwn(rows(spark, 4, 4, true), logistic(new Random(4), 5, "auto"), 4);
    assertSparksOwn(rows(spark, 5, 2, true), logistic(new Random(5), 4, "multinomial"), 2);
  }

  @Test
  @Tag("full")
  void supportVectorMachinesAreSparksOwn(SparkSession spark) {
    Dataset<Row> rows = rows(spark, 6, 2, true);
    List<LinearSVC> learners = new ArrayList<>();
    for (double strength : new double[] {0, 0.01, 0.3}) {
      for (boolean standardization : new boolean[] {true, false}) {
        learners.add(
            new LinearSVC()
                .setRegParam(strength)
                .setStandardization(standardization)
                .setFitIntercept(strength != 0.3)
                .setMaxIter(12)
                .setWeightCol("weight"));
      }
    }

    List<SharedFit<LinearSVCModel>> fits =
        SharedLinearSvm.fit(rows, learners, () -> {}).orElseThrow();

    for (int i = 0; i < fits.size(); i++) {
      LinearSVCModel expected = learners.get(i).fit(rows);
      LinearSVCModel model = fits.get(i).model();
      assertThat(model.coefficients().toArray())
          .containsExactly(expected.coefficients().toArray(), within(TOLERANCE));
      assertThat(model.intercept()).isCloseTo(expected.intercept(), within(TOLERANCE));
      assertThat(fits.get(i).iterations()).isEqualTo(expected.summary().totalIterations());
    }
  }

  @Test
  void aPassServesAllTrialsThatAreStillAtWork(SparkSession spark) {
    Dataset<Row> rows = rows(spark, 7, 2, false);
    AtomicInteger alone = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    LogisticRegression longest = new LogisticRegression().setMaxIter(20);

    assertThat(SharedLogisticRegression.fit(rows, List.of(longest), 2, alone::incrementAndGet))
        .isPresent();
    assertThat(
            SharedLogisticRegression.fit(
                rows,
                List.of(longest, new LogisticRegression().setMaxIter(2), longest),
                2,
                together::incrementAndGet))
        .isPresent();

    assertThat(together.get()).isEqualTo(alone.get());
  }

  @Test
  void aCancelledSearchEndsBetweenPasses(SparkSession spark) {
    int before = spark.sparkContext().getPersistentRDDs().size();
    AtomicInteger passes = new AtomicInteger();
    Runnable stop =
        () -> {
          if (passes.incrementAndGet() == 3) {
            throw new CancellationException("stopped");
          }
        };

    assertThatThrownBy(
            () ->
                SharedLogisticRegression.fit(
                    rows(spark, 8, 2, false),
                    List.of(new LogisticRegression(), new LogisticRegression().setRegParam(0.1)),
                    2,
                    stop))
        .isInstanceOf(CancellationException.class)
        .hasMessage("stopped");
    assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  @Test
  void rowsOfOneClassAreLeftToSpark(SparkSession spark) {
    Dataset<Row> one = rows(spark, 9, 2, false).filter("label = 1 or weight = 0");

    LogisticRegression learner = new LogisticRegression().setWeightCol("weight");

    assertThat(SharedLogisticRegression.fit(one, List.of(learner), 2, () -> {})).isEmpty();
  }

  private static void assertSparksOwn(
      Dataset<Row> rows, List<LogisticRegression> learners, int classes) {
    List<SharedFit<LogisticRegressionModel>> fits =
        SharedLogisticRegression.fit(rows, learners, classes, () -> {}).orElseThrow();

    assertThat(fits).hasSameSizeAs(learners);
    for (int i = 0; i < fits.size(); i++) {
      LogisticRegression learner = learners.get(i);
      LogisticRegressionModel expected = learner.fit(rows);
      LogisticRegressionModel model = fits.get(i).model();
      String described = learner.explainParams();
      assertThat(model.coefficientMatrix().toArray())
          .as(described)
          .containsExactly(expected.coefficientMatrix().toArray(), within(TOLERANCE));
      assertThat(model.interceptVector().toArray())
          .as(described)
          .containsExactly(expected.interceptVector().toArray(), within(TOLERANCE));
      assertThat(fits.get(i).iterations())
          .as(described)
          .isEqualTo(expected.summary().totalIterations());
      assertThat(model.getThreshold()).isEqualTo(expected.getThreshold());
      assertThat(model.coefficientMatrix().getClass())
          .isEqualTo(expected.coefficientMatrix().getClass());
    }
  }

  private static List<LogisticRegression> logistic(Random random, int count, String family) {
    List<LogisticRegression> learners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      learners.add(
          new LogisticRegression()
              .setFamily(family)
              .setWeightCol("weight")
              .setThreshold(0.4)
              .setRegParam(random.nextInt(3) == 0 ? 0 : Math.pow(10, -3 * random.nextDouble()))
              .setElasticNetParam(List.of(0.0, 0.3, 1.0).get(i % 3))
              .setFitIntercept(random.nextInt(4) != 0)
              .setStandardization(random.nextBoolean())
              .setTol(List.of(1e-6, 1e-3).get(random.nextInt(2)))
              .setMaxIter(List.of(3, 15, 40).get(random.nextInt(3))));
    }
    return learners;
  }

  /**
   * Features of different spread, one constant; weights of which some are zero. With spreads of ten
   * thousands to one, and none of them evened out, Spark ML itself stops elsewhere when the same
   * rows come in other partitions.
   */
  private static Dataset<Row> rows(SparkSession spark, long seed, int classes, boolean sparse) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      int label = random.nextInt(classes);
      double[] values = new double[FEATURES];
      for (int slot = 0; slot < FEATURES; slot++) {
        boolean filled = !sparse || random.nextInt(3) == 0;
        double value = 3 + label * Math.sin(slot + 1.0) + 2 * random.nextGaussian();
        values[slot] = filled ? value * Math.pow(10, slot / 2.0 - 1) : 0;
      }
      values[2] = 0.75;
      Vector vector = Vectors.dense(values);
      // Powers of two: with others Spark's sums take what is constant for nearly constant.
      double weight = i % 10 == 0 ? 0 : Math.pow(2, random.nextInt(3) - 1.0);
      rows.add(RowFactory.create((double) label, weight, sparse ? vector.toSparse() : vector));
    }
    String[] names = new String[classes];
    for (int i = 0; i < classes; i++) {
      names[i] = "c" + i;
    }
    Metadata labels =
        NominalAttribute.defaultAttr().withName("label").withValues(names).toMetadata();
    return spark
        .createDataFrame(
            rows,
            new StructType(
                new StructField[] {
                  new StructField("label", DataTypes.DoubleType, false, labels),
                  new StructField("weight", DataTypes.DoubleType, false, Metadata.empty()),
                  new StructField("features", SQLDataTypes.VectorType(), false, Metadata.empty())
                }))
        .coalesce(1);
  }
}
