package io.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How what was measured on folds is joined. */
final class FoldMeansTest {
  /** A quarter of a circle, and a spike in it that no drawing may lose. */
  private static EvaluationTable arc(int points) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      double x = i / (points - 1.0);
      double y = i == points / 2 ? 0 : Math.sqrt(1 - x * x);
      rows.add(List.of(Double.toString(x), Double.toString(y)));
    }
    return new EvaluationTable("arc", List.of("x", "y"), rows);
  }

  private static Evaluation fold(double figure, EvaluationTable... curves) {
    return new Evaluation(Map.of("auc", figure), List.of(), List.of(curves), null);
  }

  @Test
  void figuresAreMeans() {
    assertThat(FoldMeans.of(List.of(fold(0.5), fold(0.75))).metrics()).containsEntry("auc", 0.625);
  }

  @Test
  void ofOneFoldAllStaysAsItIs() {
    Evaluation only = fold(0.5, arc(5_000));

    assertThat(FoldMeans.of(List.of(only))).isSameAs(only);
  }

  @Test
  void curvesOfManyFoldsKeepTheirFormInFewPoints() {
    List<Evaluation> folds = IntStream.range(0, 10).mapToObj(i -> fold(0.5, arc(301))).toList();

    EvaluationTable joined = FoldMeans.of(folds).curves().get(0);

    assertThat(joined.columns()).containsExactly("x", "y", "fold");
    assertThat(joined.rows()).hasSize(1_000);
    List<List<String>> third =
        joined.rows().stream().filter(row -> row.get(2).equals("3")).toList();
    assertThat(third).hasSize(100);
    assertThat(third.get(0)).startsWith("0.0", "1.0");
    assertThat(third.get(99)).startsWith("1.0", "0.0");
    assertThat(third).contains(List.of("0.5", "0.0", "3"));
  }

  @Test
  void aCurveThatOneFoldLacksIsThatOfTheOthers() {
    EvaluationTable joined = FoldMeans.of(List.of(fold(1), fold(1, arc(3)))).curves().get(0);

    assertThat(joined.rows()).hasSize(3).allMatch(row -> row.get(2).equals("2"));
  }

  @Test
  void rowsWithoutNumbersStay() {
    List<List<String>> rows = List.of(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"));

    assertThat(CurveThinning.thin(rows, 2)).isEqualTo(rows);
  }
}
