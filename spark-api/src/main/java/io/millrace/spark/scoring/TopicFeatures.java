package io.millrace.spark.scoring;

import breeze.stats.distributions.RandBasis;
import io.millrace.api.scoring.ScoringStep;
import java.util.List;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.special.Gamma;
import org.apache.spark.ml.clustering.LocalLDAModel;

/** Spark ML's topics of documents, found by its online learner. */
final class TopicFeatures {
  static final List<StockFeature<?>> TABLE =
      List.of(
          StockFeature.with(
              LocalLDAModel.class,
              TopicFeatures::topics,
              "featuresCol",
              "topicDistributionCol",
              "k",
              "maxIter",
              "seed",
              "checkpointInterval",
              "docConcentration",
              "keepLastCheckpoint",
              "learningDecay",
              "learningOffset",
              "optimizeDocConcentration",
              "optimizer",
              "subsamplingRate",
              "topicConcentration"));

  private TopicFeatures() {}

  private static void topics(LocalLDAModel model, StepDraft draft) {
    var fitted = model.oldLocalModel();
    int topics = fitted.k();
    draft.add(
        ScoringStep.of("topic-shares")
            .reading(StepDraft.text(model, "featuresCol"))
            .adding(StepDraft.text(model, "topicDistributionCol"), StepDraft.vector(topics))
            .withArray("words", words(model.topicsMatrix().toArray(), topics))
            .withArray("prior", fitted.docConcentration().toArray())
            .withArray("start", start(fitted.gammaShape(), topics, fitted.getSeed())));
  }

  /**
   * {@code exp(E[log beta])}, word by word, as {@code LDAUtils.dirichletExpectation} gives it.
   *
   * @param lambda topic by topic
   */
  private static double[] words(double[] lambda, int topics) {
    int vocabulary = lambda.length / topics;
    double[] words = new double[lambda.length];
    for (int t = 0; t < topics; t++) {
      double sum = 0;
      for (int word = 0; word < vocabulary; word++) {
        sum += lambda[t * vocabulary + word];
      }
      double all = Gamma.digamma(sum);
      for (int word = 0; word < vocabulary; word++) {
        words[word * topics + t] = Math.exp(Gamma.digamma(lambda[t * vocabulary + word]) - all);
      }
    }
    return words;
  }

  /**
   * What {@code OnlineLDAOptimizer.variationalTopicInference} begins with: random numbers, but the
   * same for every row, since the model's generator is made anew of one seed for each.
   */
  private static double[] start(double shape, int topics, long seed) {
    var gamma =
        new breeze.stats.distributions.Gamma(
            shape, 1.0 / shape, new RandBasis(new MersenneTwister(seed)));
    double[] start = new double[topics];
    for (int t = 0; t < topics; t++) {
      start[t] = gamma.draw();
    }
    return start;
  }
}
