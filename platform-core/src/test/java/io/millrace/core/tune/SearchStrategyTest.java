package io.millrace.core.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.pipeline.SearchSettings.Halving;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.tune.HalvingSearch.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which trials searches choose. */
final class SearchStrategyTest {
  private static final Tuning.Option KIND = new Tuning.Option("model", "kind");
  private static final Tuning.Option STRENGTH = new Tuning.Option("model", "strength");
  private static final Tuning.Option DEPTH = new Tuning.Option("model", "depth");

  private static final List<Axis> CONDITIONAL =
      List.of(
          Axis.of(KIND, List.of("linear", "tree")),
          new Axis(
              STRENGTH, new Domain.Range(0.001, 1, false, true), Map.of(KIND, List.of("linear"))),
          new Axis(DEPTH, new Domain.Range(2, 10, true, false), Map.of(KIND, List.of("tree"))));

  @Test
  void aGridTriesEveryCombinationOfWhatIsActive() {
    List<Axis> axes =
        List.of(
            Axis.of(KIND, List.of("linear", "tree")),
            new Axis(DEPTH, new Domain.Choices(List.of(2L, 5L)), Map.of(KIND, List.of("tree"))));

    assertThat(new SearchSpace(axes).combinations())
        .containsExactly(
            Map.of(KIND, "linear"),
            Map.of(KIND, "tree", DEPTH, 2L),
            Map.of(KIND, "tree", DEPTH, 5L));
  }

  @Test
  void rangesGiveTheirBoundsAndWhatLiesBetween() {
    Domain log = new Domain.Range(0.001, 1, false, true);
    Domain whole = new Domain.Range(2, 4, true, false);

    assertThat(log.at(0)).isEqualTo(0.001);
    assertThat((Double) log.at(0.5)).isEqualTo(0.03162);
    assertThat(log.at(Math.nextDown(1.0))).isEqualTo(1.0);
    assertThat(log.share(0.03162)).isCloseTo(0.5, within(1e-3));
    assertThat(List.of(whole.at(0), whole.at(0.4), whole.at(Math.nextDown(1.0))))
        .isEqualTo(List.of(2L, 3L, 4L));
    assertThat(whole.at(whole.share(3L))).isEqualTo(3L);
  }

  @Test
  void aLatinHypercubeMeetsEveryStretchOfARangeOnce() {
    SearchSpace space =
        new SearchSpace(
            List.of(new Axis(STRENGTH, new Domain.Range(0, 1, false, false), Map.of())));

    List<Integer> stretches =
        space.hypercube(10, new Random(1)).stream()
            .map(values -> (int) ((Double) value(values, STRENGTH) * 10))
            .sorted()
            .toList();

    assertThat(stretches).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void aSmallSpaceIsTriedOnceEachWhateverTheBudget() {
    SearchSpace space = new SearchSpace(List.of(Axis.of(KIND, List.of("a", "b", "c"))));

    assertThat(run(new RandomSearch(space, 50, new Random(1), false), values -> 0)).hasSize(3);
    assertThat(run(new TreeParzenSearch(space, 50, new Random(1)), values -> 0)).hasSize(3);
    assertThat(space.hypercube(50, new Random(1))).hasSize(3);
  }

  @Test
  void halvingSpendsMoreOnFewer() {
    assertThat(HalvingSearch.rungs(27, new Halving(DEPTH, 5, 100, 3)))
        .containsExactly(new Rung(27, 5), new Rung(9, 15), new Rung(3, 45), new Rung(1, 100));
    assertThat(HalvingSearch.rungs(4, new Halving(null, 0.25, 1, 2)))
        .containsExactly(new Rung(4, 0.25), new Rung(2, 0.5), new Rung(1, 1));
    assertThat(HalvingSearch.rungs(1, new Halving(null, 0.25, 1, 2)))
        .containsExactly(new Rung(1, 1));
  }

  @Test
  void halvingKeepsTheBestOfEachRung() {
    List<Axis> axes = List.of(Axis.of(KIND, List.of("a", "b", "c", "d")));
    HalvingSearch search =
        new HalvingSearch(new SearchSpace(axes).combinations(), new Halving(DEPTH, 1, 4, 2));

    List<Scored> made =
        run(search, values -> List.of("c", "d", "a", "b").indexOf(values.get(KIND)));

    assertThat(made.stream().map(s -> s.trial().values().get(KIND)).toList())
        .containsExactly("a", "b", "c", "d", "b", "a", "b");
    assertThat(made.stream().map(s -> s.trial().values().get(DEPTH)).toList())
        .containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 4L);
    assertThat(Scored.best(made).orElseThrow().trial().rung()).isEqualTo(2);
  }

  @Test
  void aTreeParzenSearchComesNearerThanChance() {
    // The best is a tree of depth 7; strength matters for linear ones only.
    ToDoubleFunction<Map<Tuning.Option, Object>> score =
        values ->
            value(values, KIND).equals("tree")
                ? -Math.abs((Long) value(values, DEPTH) - 7)
                : -3 - Math.abs(Math.log10((Double) value(values, STRENGTH)) + 2);
    double learnt = 0;
    double guessed = 0;
    for (int seed = 0; seed < 20; seed++) {
      SearchSpace space = new SearchSpace(CONDITIONAL);
      learnt += best(run(new TreeParzenSearch(space, 10, new Random(seed)), score));
      guessed += best(run(new RandomSearch(space, 10, new Random(seed), false), score));
    }

    assertThat(learnt / 20).isGreaterThan(-0.5).isGreaterThan(guessed / 20);
  }

  @Test
  void theSameSeedAndScoresGiveTheSameTrials() {
    ToDoubleFunction<Map<Tuning.Option, Object>> score = values -> values.hashCode() % 100;

    assertThat(run(new TreeParzenSearch(new SearchSpace(CONDITIONAL), 12, new Random(3)), score))
        .isEqualTo(
            run(new TreeParzenSearch(new SearchSpace(CONDITIONAL), 12, new Random(3)), score));
  }

  @Test
  void whatIsNotANumberIsWorseThanAll() {
    Scored failed = new Scored(Trial.of(Map.of(KIND, "a")), Double.NaN);
    Scored poor = new Scored(Trial.of(Map.of(KIND, "b")), -1e300);

    assertThat(Scored.best(List.of(failed, poor))).contains(poor);
    assertThat(Scored.sinceBest(List.of(poor, failed, failed))).isEqualTo(2);
  }

  private static Object value(Map<Tuning.Option, Object> values, Tuning.Option option) {
    return Objects.requireNonNull(values.get(option), "a value of an active option");
  }

  private static double best(List<Scored> made) {
    return Scored.best(made).orElseThrow().score();
  }

  private static List<Scored> run(
      SearchStrategy search, ToDoubleFunction<Map<Tuning.Option, Object>> score) {
    List<Scored> made = new ArrayList<>();
    List<Trial> round = search.next(made);
    while (!round.isEmpty()) {
      for (Trial trial : round) {
        made.add(new Scored(trial, score.applyAsDouble(trial.values())));
      }
      round = search.next(made);
    }
    assertThat(made.size()).isLessThanOrEqualTo(search.most());
    return made;
  }
}
