package io.millrace.serving.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.score.Operators;
import io.millrace.serving.score.Scorer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicSharesTest {
  /** Two topics and two words, of which each topic knows one. */
  private static final double[] APART = {1, 0, 0, 1};

  /** Two topics that are the same. */
  private static final double[] ALIKE = {0.5, 0.5, 0.5, 0.5};

  private static Scorer scorer(double... words) {
    ScoringStep step =
        ScoringStep.of("topic-shares")
            .reading("x")
            .adding("shares", new VectorOf(2))
            .withArray("words", words)
            .withArray("prior", new double[] {0.1, 0.1})
            .withArray("start", new double[] {1, 1.25});
    return Scorer.of(
        new ScoringProgram(
            List.of(Column.nullable("x", new VectorOf(2))), List.of(step), List.of("shares")),
        Operators.builtIn());
  }

  private static double[] shares(Scorer scorer, ScoringVector counts) {
    ScoringRow row = scorer.newRow();
    row.setObject(0, counts);
    assertThat(scorer.score(row)).isTrue();
    return Arrays.copyOf(row.vector(scorer.outputSlot(0)).values(), 2);
  }

  @Test
  void wordsOfOneTopicEachGiveThePriorAndTheCounts() {
    // Where topics share no word, gamma is alpha and the counts: 0.1 + 3 and 0.1 + 1.
    double[] shares = shares(scorer(APART), ScoringVector.dense(3, 1));

    assertThat(shares).containsExactly(new double[] {3.1 / 4.2, 1.1 / 4.2}, within(1e-15));
  }

  @Test
  void zerosAmongTheValuesOfASparseVectorAreNoWords() {
    Scorer scorer = scorer(APART);

    assertThat(shares(scorer, ScoringVector.sparse(2, new int[] {0, 1}, new double[] {3, 0})))
        .isEqualTo(shares(scorer, ScoringVector.dense(3, -0.0)))
        .isEqualTo(shares(scorer, ScoringVector.sparse(2, new int[] {0}, new double[] {3})));
  }

  @Test
  void aDocumentWithoutWordsHasNoShareOfAnything() {
    assertThat(shares(scorer(APART), ScoringVector.dense(0, -0.0))).containsExactly(0, 0);
  }

  @Test
  void sharesThatTakeAsManyRoundsAsThereAreWordsAreRefused() {
    assertThatExceptionOfType(RowRefused.class)
        .isThrownBy(() -> shares(scorer(ALIKE), ScoringVector.dense(1e9, 0)))
        .withMessage("The shares of topics in the column 'x' did not settle in 100000 rounds.");
  }

  @Test
  void countsBelowZeroAndUnknownWordsAreRefused() {
    assertThatExceptionOfType(RowRefused.class)
        .isThrownBy(
            () -> shares(scorer(APART), ScoringVector.sparse(2, new int[] {1}, new double[] {-2})))
        .withMessage(
            "The column 'x' holds a vector with the count -2.0 in slot 1, and no word is counted below 0.");
    assertThatExceptionOfType(RowRefused.class)
        .isThrownBy(() -> shares(scorer(APART), ScoringVector.dense(1, 0, 0)))
        .withMessage(
            "The column 'x' holds a vector of 3 slots, and those of the training rows have 2.");
  }
}
