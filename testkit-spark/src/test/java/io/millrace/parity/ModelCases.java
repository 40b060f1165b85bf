package io.millrace.parity;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.TrainingData;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trainers that learn from a vector, with the options that change how their models predict. */
final class ModelCases {
  private static final int LEARNT_FROM = 300;

  private static final String TABLE =
      """
      logistic-regression          | label: answer, maxIter: 5
      logistic-regression          | label: flag, maxIter: 5, regParam: 0.2, elasticNetParam: 1.0
      logistic-regression          | label: kind, maxIter: 5
      logistic-regression          | label: kind, maxIter: 5, regParam: 0.2, elasticNetParam: 1.0
      logistic-regression          | label: answer, family: multinomial, maxIter: 5
      linear-svm                   | label: answer, maxIter: 5
      naive-bayes                  | label: kind, features: counts
      naive-bayes                  | label: kind, features: counts, modelType: complement
      naive-bayes                  | label: kind, features: bits, modelType: bernoulli
      naive-bayes                  | label: kind, modelType: gaussian
      decision-tree                | label: answer
      decision-tree                | label: kind, maxDepth: 8
      decision-tree                | label: number, task: regression
      random-forest                | label: answer, numTrees: 7
      random-forest                | label: kind, numTrees: 5, maxDepth: 7
      random-forest                | label: number, task: regression, numTrees: 6
      gradient-boosted-trees       | label: answer, maxIter: 6, maxDepth: 3
      gradient-boosted-trees       | label: number, task: regression, maxIter: 5, maxDepth: 3
      multilayer-perceptron        | label: kind, hiddenLayers: [5, 4], maxIter: 5
      multilayer-perceptron        | label: answer, hiddenLayers: [3], maxIter: 5
      factorization-machines       | label: answer, factorSize: 3, maxIter: 5
      factorization-machines       | label: number, task: regression, factorSize: 2, maxIter: 5
      one-vs-rest                  | label: kind, features: shares, maxIter: 5
      one-vs-rest                  | label: kind, features: counts, learner: logistic-regression, maxIter: 3
      linear-regression            | label: number
      linear-regression            | label: number, regParam: 1.0, elasticNetParam: 1.0
      generalized-linear-regression| label: number
      generalized-linear-regression| label: positive, link: log
      generalized-linear-regression| label: positive, features: shares, link: inverse
      generalized-linear-regression| label: positive, family: poisson
      generalized-linear-regression| label: positive, features: shares, family: poisson, link: sqrt
      generalized-linear-regression| label: positive, features: shares, family: gamma
      generalized-linear-regression| label: seen, family: binomial
      generalized-linear-regression| label: seen, family: binomial, link: probit
      generalized-linear-regression| label: seen, features: counts, family: binomial, link: probit, maxIter: 3
      generalized-linear-regression| label: seen, family: binomial, link: cloglog
      generalized-linear-regression| label: positive, features: shares, family: tweedie, variancePower: 1.5
      isotonic-regression          | label: number
      isotonic-regression          | label: number, featureIndex: 5, isotonic: false
      survival-regression          | label: positive, event: seen, maxIter: 5, quantileProbabilities: [0.2, 0.5]
      k-means                      | k: 5, maxIter: 3
      k-means                      | k: 4, maxIter: 3, distanceMeasure: cosine
      bisecting-k-means            | k: 6, maxIter: 3
      bisecting-k-means            | k: 4, maxIter: 3, distanceMeasure: cosine
      gaussian-mixture             | k: 3, maxIter: 3
      isolation-forest             | numTrees: 10, maxSamples: 64
      isolation-forest             | label: answer, numTrees: 5, contamination: 0.1
      """;

  private ModelCases() {}

  static List<ParityCase> all() {
    Stream<ParityCase> trained =
        TABLE
            .lines()
            .map(line -> line.split("\\|"))
            .map(line -> trained("train/" + line[0].strip(), line[1].strip()));
    Stream<ParityCase> refined =
        Stream.of("logistic-regression", "linear-svm").map(ModelCases::refined);
    return Stream.concat(trained, refined).toList();
  }

  private static ParityCase trained(String stage, String options) {
    return ParityCase.equalBits(
        stage, options, (harness, frames) -> compare(model(stage, options, harness)));
  }

  private static Model<Dataset<Row>> model(String stage, String options, StageHarness harness) {
    return harness
        .stage("use: %s\nwith: { %s }".formatted(stage, options))
        .train(TrainingData.of(training()));
  }

  private static Dataset<Row> training() {
    return new VectorRows(7).training(LEARNT_FROM);
  }

  private static ParityReport compare(Model<Dataset<Row>> model) {
    return Parity.of(model, new VectorRows(8).unseen(ParityRows.count()));
  }

  private static ParityCase refined(String learner) {
    return ParityCase.equalBits(
        "train/threshold",
        "behind train/" + learner,
        (harness, frames) -> {
          Model<Dataset<Row>> model =
              model("train/" + learner, "label: answer, maxIter: 3", harness);
          Predictions<Dataset<Row>> predictions =
              new Predictions<>(model.predict(training()), "answer", null, model.classes());
          return compare(
              harness
                  .stage("use: train/threshold\nwith: { positive: 'no', beta: 2 }")
                  .refine(model, List.of(predictions)));
        });
  }
}
