package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * {@code topic-shares}: the share of each topic in a document, of the counts of its words, by
 * latent Dirichlet allocation. The shares are those of the parameters gamma of the document's
 * Dirichlet distribution, found by the E step of Hoffman, Blei and Bach, "Online Learning for
 * Latent Dirichlet Allocation" (2010), algorithm 2. {@code words} holds, word by word, {@code
 * exp(E[log beta])} of each topic; {@code prior} the parameters alpha; {@code start} the gamma that
 * every document begins with, so that its shares depend on its own counts alone. A document without
 * words has no share of anything; a negative count, and shares that never settle, are refused.
 */
public final class TopicShares implements ScoringOperator {
  /** The mean change of gamma in a round that ends the rounds: Spark's, and the paper's. */
  private static final double SETTLED = 1e-3;

  /** Spark's guard against a division by 0. */
  private static final double TINY = 1e-100;

  /**
   * Hundreds do for documents. Counts of millions, of a word that is as likely in each topic, would
   * take as many.
   */
  private static final int MOST_ROUNDS = 100_000;

  @Override
  public String name() {
    return "topic-shares";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Topics topics =
        new Topics(params.doubles("words"), params.doubles("prior"), params.doubles("start"));
    VectorInput input = VectorInput.ofAnySize(step, 0);
    int to = step.outputSlot(0);
    int between = step.newSlot();
    return row -> {
      ScoringVector counts = input.in(row);
      double[] gamma = row.ownVector(to).becomeDense(topics.count());
      if (empty(counts, input.column())) {
        Arrays.fill(gamma, 0, topics.count(), 0);
        return;
      }
      requireKnownWords(counts, topics.vocabulary(), input.column());
      double[] work = row.ownVector(between).becomeDense(2 * topics.count());
      if (!topics.settle(counts, gamma, work)) {
        throw VectorInput.refused(
            "The shares of topics in the column '%s' did not settle in %d rounds."
                .formatted(input.column(), MOST_ROUNDS));
      }
      normalize(gamma, topics.count());
    };
  }

  /** Whether no word is counted. */
  private static boolean empty(ScoringVector counts, String column) {
    boolean empty = true;
    for (int i = 0; i < counts.count(); i++) {
      double count = counts.values()[i];
      if (count < 0) {
        throw VectorInput.refused(
            "The column '%s' holds a vector with the count %s in slot %d, and no word is counted below 0."
                .formatted(column, count, counts.isDense() ? i : counts.indices()[i]));
      }
      empty &= count == 0;
    }
    return empty;
  }

  private static void requireKnownWords(ScoringVector counts, int vocabulary, String column) {
    int held = counts.count();
    int last = counts.isDense() ? held - 1 : counts.indices()[held - 1];
    if (last >= vocabulary) {
      throw VectorInput.refused(
          "The column '%s' holds a vector of %d slots, and those of the training rows have %d."
              .formatted(column, counts.size(), vocabulary));
    }
  }

  private static void normalize(double[] gamma, int topics) {
    double sum = 0;
    for (int t = 0; t < topics; t++) {
      sum += Math.abs(gamma[t]);
    }
    for (int t = 0; t < topics; t++) {
      gamma[t] /= sum;
    }
  }

  /**
   * What was learnt.
   *
   * @param theta {@code exp(E[log theta])} of start
   */
  private record Topics(double[] words, double[] prior, double[] start, double[] theta) {
    Topics(double[] words, double[] prior, double[] start) {
      this(words, prior, start, new double[start.length]);
      expect(start, theta, start.length);
    }

    int count() {
      return start.length;
    }

    int vocabulary() {
      return words.length / start.length;
    }

    /**
     * Sets gamma to what the document's counts make of it.
     *
     * @param work as long as theta and the counts that each topic is credited with
     * @return whether it settled
     */
    boolean settle(ScoringVector counts, double[] gamma, double[] work) {
      int topics = count();
      System.arraycopy(start, 0, gamma, 0, topics);
      System.arraycopy(theta, 0, work, 0, topics);
      double change = 1;
      // NaN ends it too.
      for (int round = 0; change > SETTLED; round++) {
        if (round == MOST_ROUNDS) {
          return false;
        }
        credit(counts, work);
        change = update(gamma, work) / topics;
        expect(gamma, work, topics);
      }
      return true;
    }

    /** Credits the topics with the document's words, by what theta makes likely. */
    private void credit(ScoringVector counts, double[] work) {
      int topics = count();
      Arrays.fill(work, topics, 2 * topics, 0);
      for (int i = 0; i < counts.count(); i++) {
        double count = counts.values()[i];
        if (count != 0) {
          int word = (counts.isDense() ? i : counts.indices()[i]) * topics;
          double weight = count / (Blas.gemvRow(topics, words, word, work) + TINY);
          for (int t = 0; t < topics; t++) {
            work[topics + t] = Math.fma(weight, words[word + t], work[topics + t]);
          }
        }
      }
    }

    /** Gives how far gamma moved, of all topics together. */
    private double update(double[] gamma, double[] work) {
      int topics = count();
      double change = 0;
      for (int t = 0; t < topics; t++) {
        double updated = work[t] * work[topics + t] + prior[t];
        change += Math.abs(updated - gamma[t]);
        gamma[t] = updated;
      }
      return change;
    }

    /** {@code exp(E[log theta])} of a Dirichlet distribution. */
    private static void expect(double[] gamma, double[] theta, int topics) {
      double sum = 0;
      for (int t = 0; t < topics; t++) {
        sum += gamma[t];
      }
      double all = Gamma.digamma(sum);
      for (int t = 0; t < topics; t++) {
        theta[t] = Math.exp(Gamma.digamma(gamma[t]) - all);
      }
    }
  }
}
