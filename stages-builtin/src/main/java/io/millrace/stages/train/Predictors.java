package io.millrace.stages.train;

import static io.millrace.stages.train.Algorithm.classifier;
import static io.millrace.stages.train.Algorithm.regressor;
import static io.millrace.stages.train.SurvivalRegressionOptions.QUANTILES;

import io.millrace.api.Model;
import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.List;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.AFTSurvivalRegression;
import org.apache.spark.ml.regression.AFTSurvivalRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.ml.regression.FMRegressor;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.IsotonicRegression;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's learners of classes and numbers, as a table: what differs between them. */
public final class Predictors implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public Predictors() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        new PredictorFactory<>(
            "train/logistic-regression",
            LogisticRegressionOptions.class,
            "Learns probabilities of two or more classes as a linear function of the features",
            """
            label: Churn
            regParam: 0.01
            """,
            // The label, the features' spread, then the blocks that Spark ML keeps in memory. The
            // first reads one column only, so keeping the frame as well would save one reading, and
            // cost more than that (benchmarks/README.md).
            Algorithm.<LogisticRegressionOptions>classifier(
                    LogisticRegression::new, LogisticRegressionModel::read)
                .reading(3, true)
                .rowsPerTask(LinearModels.ROWS_PER_TASK)
                .checking((o, learner, rows, classes) -> LinearModels.checkFamily(o, classes))
                .telling(LinearModels::tellIterations)
                .sharing(LinearModels::logisticRegressions)),
        new PredictorFactory<>(
            "train/random-forest",
            RandomForestOptions.class,
            "Learns classes or numbers by the vote of many decision trees",
            """
            label: Churn
            task: classification
            numTrees: 100
            maxDepth: 8
            """,
            // The label, the rows' number, the bins, and the binned rows, which alone are kept.
            Algorithm.<RandomForestOptions>classifier(
                    RandomForestClassifier::new, RandomForestClassificationModel::read)
                .reading(4, false)
                .checking(
                    (o, learner, rows, c) -> Trees.refuseTooManyCategories(rows, o.maxBins())),
            Algorithm.<RandomForestOptions>regressor(
                    RandomForestRegressor::new, RandomForestRegressionModel::read)
                .reading(4, false)
                .checking(
                    (o, learner, rows, c) -> Trees.refuseTooManyCategories(rows, o.maxBins()))),
        new PredictorFactory<>(
            "train/decision-tree",
            DecisionTreeOptions.class,
            "Learns classes or numbers by one tree of questions that people can read",
            """
            label: Churn
            maxDepth: 6
            """,
            // Label, rows, bins, then the binned rows, which alone Spark ML keeps.
            Algorithm.<DecisionTreeOptions>classifier(
                    DecisionTreeClassifier::new, DecisionTreeClassificationModel::read)
                .reading(4, false)
                .checking(
                    (o, learner, rows, c) -> Trees.refuseTooManyCategories(rows, o.maxBins())),
            Algorithm.<DecisionTreeOptions>regressor(
                    DecisionTreeRegressor::new, DecisionTreeRegressionModel::read)
                .reading(4, false)
                .checking(
                    (o, learner, rows, c) -> Trees.refuseTooManyCategories(rows, o.maxBins()))),
        new PredictorFactory<>(
            "train/gradient-boosted-trees",
            GradientBoostedTreesOptions.class,
            "Learns two classes, or numbers, by trees that each mend what those before got wrong",
            """
            label: Churn
            maxIter: 50
            maxDepth: 4
            """,
            Algorithm.<GradientBoostedTreesOptions>classifier(
                    GBTClassifier::new, GBTClassificationModel::read)
                .reading(3, true)
                .telling(Trees::tellTrees)
                .checking(
                    (o, learner, rows, classes) -> {
                      Labels.requireTwo("train/gradient-boosted-trees", o.label(), classes);
                      Trees.refuseTooManyCategories(rows, o.maxBins());
                    }),
            Algorithm.<GradientBoostedTreesOptions>regressor(
                    GBTRegressor::new, GBTRegressionModel::read)
                .reading(3, true)
                .telling(Trees::tellTrees)
                .checking(
                    (o, learner, rows, c) -> Trees.refuseTooManyCategories(rows, o.maxBins()))),
        new PredictorFactory<>(
            "train/linear-svm",
            LinearSvmOptions.class,
            "Learns the plane that parts two classes with the widest margin; without probabilities",
            """
            label: Churn
            regParam: 0.01
            """,
            Algorithm.<LinearSvmOptions>classifier(LinearSVC::new, LinearSVCModel::read)
                .reading(3, true)
                .adding(Model.RAW_PREDICTION)
                .rowsPerTask(LinearModels.ROWS_PER_TASK)
                .checking(
                    (o, learner, rows, classes) ->
                        Labels.requireTwo("train/linear-svm", o.label(), classes))
                .sharing(LinearModels::supportVectorMachines)),
        new PredictorFactory<>(
            "train/naive-bayes",
            NaiveBayesOptions.class,
            "Learns classes as if features were independent of each other: quick, good on text",
            """
            label: Churn
            modelType: gaussian
            """,
            classifier(NaiveBayes::new, NaiveBayesModel::read)),
        new PredictorFactory<>(
            "train/multilayer-perceptron",
            MultilayerPerceptronOptions.class,
            "Learns classes by a network of fully connected layers; scale the features first",
            """
            label: Churn
            hiddenLayers: [8]
            maxIter: 50
            """,
            Algorithm.<MultilayerPerceptronOptions>classifier(
                    MultilayerPerceptronClassifier::new,
                    MultilayerPerceptronClassificationModel::read)
                .reading(3, true)
                .checking(Labels::setLayers)),
        new PredictorFactory<>(
            "train/factorization-machines",
            FactorizationMachinesOptions.class,
            "Learns two classes, or numbers, from features and all their pairs; for sparse"
                + " features",
            """
            label: Churn
            factorSize: 4
            stepSize: 0.1
            """,
            Algorithm.<FactorizationMachinesOptions>classifier(
                    FMClassifier::new, FMClassificationModel::read)
                .reading(3, true)
                .checking(
                    (o, learner, rows, classes) ->
                        Labels.requireTwo("train/factorization-machines", o.label(), classes)),
            regressor(FMRegressor::new, FMRegressionModel::read)),
        new PredictorFactory<>(
            "train/one-vs-rest",
            OneVsRestOptions.class,
            "Learns any number of classes by a learner of two, which tells each from all others",
            """
            label: Contract
            learner: linear-svm
            regParam: 0.01
            maxIter: 20
            """,
            // The label; then the rows, which Spark ML keeps for all classes.
            Algorithm.<OneVsRestOptions>of(
                    Task.CLASSIFICATION, OneVsRests::learner, new OneVsRests())
                .reading(2, true)
                .adding(Model.RAW_PREDICTION)),
        new PredictorFactory<>(
            "train/linear-regression",
            LinearRegressionOptions.class,
            "Learns a number as a linear function of the features",
            """
            label: MonthlyCharges
            regParam: 0.01
            """,
            Algorithm.<LinearRegressionOptions>regressor(
                    LinearRegression::new, LinearRegressionModel::read)
                .reading(3, true)
                .rowsPerTask(LinearModels.ROWS_PER_TASK)),
        new PredictorFactory<>(
            "train/generalized-linear-regression",
            GeneralizedLinearRegressionOptions.class,
            "Learns a number whose mean is a function of the linear one: counts, costs, shares",
            """
            label: tenure
            family: poisson
            """,
            // A pass for each of the reweighted least squares, which Spark ML does not cache.
            Algorithm.<GeneralizedLinearRegressionOptions>regressor(
                    GeneralizedLinearRegression::new, GeneralizedLinearRegressionModel::read)
                .reading(10, false)),
        new PredictorFactory<>(
            "train/isotonic-regression",
            IsotonicRegressionOptions.class,
            "Learns a number that never falls, or never rises, as one feature rises",
            """
            label: MonthlyCharges
            """,
            Algorithm.<IsotonicRegressionOptions>regressor(
                    IsotonicRegression::new, IsotonicRegressionModel::read)
                .reading(2, true)
                .checking((o, learner, rows, c) -> o.checkPlace(rows))),
        new PredictorFactory<>(
            "train/survival-regression",
            SurvivalRegressionOptions.class,
            "Learns the time until an event, also from rows that have not seen it yet (AFT,"
                + " Weibull)",
            """
            label: months
            event: churned
            quantileProbabilities: [0.25, 0.5]
            """,
            // The label and the event, the features' spread, then the blocks that Spark ML keeps.
            Algorithm.<SurvivalRegressionOptions>regressor(
                    () -> new AFTSurvivalRegression().setQuantilesCol(QUANTILES),
                    AFTSurvivalRegressionModel::read)
                .reading(3, true)
                .adding(QUANTILES)));
  }
}
