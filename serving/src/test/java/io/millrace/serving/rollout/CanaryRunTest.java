package io.millrace.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.serving.rollout.CanaryRun.Phase;
import io.millrace.serving.rollout.RouteFigures.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CanaryRunTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final CanaryPolicy POLICY = CanaryPolicy.standard();
  private static final CanaryRun RUN =
      CanaryRun.begin(POLICY, "champion", "challenger", "2", START);
  private static final Snapshot GOOD = new Snapshot(1_000, 10, 2_000_000, predictions(0));

  /** The fractions 0/1000 to 999/1000, shifted. */
  private static double[] predictions(double shift) {
    return IntStream.range(0, 1_000).mapToDouble(i -> i / 1_000.0 + shift).toArray();
  }

  @Test
  void itBakesAsLongAsNoLimitIsCrossed() {
    CanaryRun next = RUN.next(START.plusSeconds(599), GOOD, GOOD);

    assertThat(next.phase()).isEqualTo(Phase.BAKING);
    assertThat(next.reason()).isEqualTo("No limit is crossed.");
  }

  @Test
  void itKeepsItsWeightAfterTheBakeTimeUnlessItIsToBePromoted() {
    CanaryRun baked = RUN.next(START.plusSeconds(600), GOOD, GOOD);
    CanaryRun promoted =
        CanaryRun.begin(promoting(), "champion", "challenger", "2", START)
            .next(START.plusSeconds(600), GOOD, GOOD);

    assertThat(baked.phase()).isEqualTo(Phase.BAKED);
    assertThat(baked.reason())
        .isEqualTo("No limit was crossed in the bake time; it keeps its weight.");
    assertThat(promoted.phase()).isEqualTo(Phase.PROMOTED);
    assertThat(promoted.reason()).isEqualTo("No limit was crossed in the bake time.");
  }

  private static CanaryPolicy promoting() {
    return new CanaryPolicy(
        5, Duration.ofMinutes(10), CanaryPolicy.WINDOW, 0.01, 1.5, 0.2, 100, true);
  }

  @Test
  void itIsNotJudgedByFewRequests() {
    Snapshot few = new Snapshot(99, 99, 9_000_000_000L, predictions(5));

    CanaryRun early = RUN.next(START.plusSeconds(10), GOOD, few);
    CanaryRun late = RUN.next(START.plusSeconds(6_000), GOOD, few);

    assertThat(early.phase()).isEqualTo(Phase.BAKING);
    assertThat(late.phase()).isEqualTo(Phase.BAKING);
    assertThat(late.reason())
        .isEqualTo(
            "The bake time passed, but a route had only 99 of the 100 requests to be judged by.");
  }

  @Test
  void itIsRolledBackForItsErrors() {
    Snapshot atTheLimit = new Snapshot(1_000, 20, 2_000_000, predictions(0));
    Snapshot over = new Snapshot(1_000, 21, 2_000_000, predictions(0));

    assertThat(RUN.next(START, GOOD, atTheLimit).phase()).isEqualTo(Phase.BAKING);
    assertThat(RUN.next(START, GOOD, over).phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(RUN.next(START, GOOD, over).reason())
        .isEqualTo(
            "0.0210 of its requests failed, and 0.0100 of the stable route's; 0.01 more are allowed.");
  }

  @Test
  void itIsRolledBackForItsDurations() {
    Snapshot atTheLimit = new Snapshot(1_000, 10, 3_000_000, predictions(0));
    Snapshot over = new Snapshot(1_000, 10, 3_000_001, predictions(0));

    assertThat(RUN.next(START, GOOD, atTheLimit).phase()).isEqualTo(Phase.BAKING);
    assertThat(RUN.next(START, GOOD, over).phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(RUN.next(START, GOOD, over).reason())
        .isEqualTo(
            "Its 99th percentile is 3.000 ms, and 2.000 ms the stable route's; 1.5 times that is allowed.");
  }

  @Test
  void itIsRolledBackForShiftedPredictions() {
    Snapshot shifted = new Snapshot(1_000, 10, 2_000_000, predictions(0.25));
    Snapshot shiftedButFew =
        new Snapshot(1_000, 10, 2_000_000, Arrays.copyOf(predictions(0.25), 499));

    assertThat(RUN.next(START, GOOD, shiftedButFew).phase()).isEqualTo(Phase.BAKING);
    CanaryRun next = RUN.next(START, GOOD, shifted);
    assertThat(next.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(next.reason())
        .matches(
            "Its predictions are shifted by a population stability index of [0-9.]+; 0.2 is allowed\\.");
  }

  @Test
  void itIsWatchedOnAfterTheBakeTime() {
    CanaryRun baked = RUN.next(START.plusSeconds(600), GOOD, GOOD);

    CanaryRun next =
        baked.next(
            START.plusSeconds(700), GOOD, new Snapshot(2_000, 500, 2_000_000, predictions(0)));

    assertThat(next.phase()).isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void nothingFollowsItsEnd() {
    CanaryRun ended = RUN.ended("It was stopped by hand.");

    assertThat(ended.next(START.plusSeconds(9_999), GOOD, GOOD)).isSameAs(ended);
  }

  @Test
  void figuresAreThoseOfAWindowThatSlides() {
    AtomicLong clock = new AtomicLong(-Duration.ofSeconds(7).toNanos());
    RouteFigures figures = new RouteFigures(Duration.ofSeconds(15), clock::get);
    for (int i = 0; i < 1_000; i++) {
      figures.answered(1_000_000);
    }
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    figures.failed();
    figures.answered(9_000_000);
    assertThat(figures.snapshot().requests()).isEqualTo(1_002);
    assertThat(figures.snapshot().p99Nanos()).isLessThan(1_100_000);

    clock.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(figures.snapshot().requests()).as("the thousand are too long ago").isEqualTo(2);
    assertThat(figures.snapshot().errorRatio()).isEqualTo(0.5);
    assertThat(figures.snapshot().p99Nanos()).isBetween(9_000_000L, 9_600_000L);
    figures.answered(1_000_000);
    assertThat(figures.snapshot().requests()).as("a place is used again").isEqualTo(3);

    clock.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(figures.snapshot().requests()).isZero();
  }

  @Test
  void policiesThatCantBeAreRefused() {
    assertThatThrownBy(() -> policy(0, 0.01, 1.5, 0.2, 1))
        .hasMessage("A canary's weight is more than 0 and less than 100, and this is 0.0.");
    assertThatThrownBy(() -> policy(5, 2, 1.5, 0.2, 1))
        .hasMessage("A canary's maxErrorRatio is 0 to 1, and this is 2.0.");
    assertThatThrownBy(() -> policy(5, 0.01, 0.5, 0.2, 1))
        .hasMessage("A canary's maxP99Ratio is 1 or more, and this is 0.5.");
    assertThatThrownBy(() -> policy(5, 0.01, 1.5, Double.NaN, 1))
        .hasMessage("A canary's maxShift is more than 0, and this is NaN.");
    assertThatThrownBy(() -> policy(5, 0.01, 1.5, 0.2, 0))
        .hasMessage("A canary's minRequests is 1 or more, and this is 0.");
  }

  private static CanaryPolicy policy(
      double weight, double errors, double p99, double shift, long requests) {
    return new CanaryPolicy(
        weight, Duration.ZERO, CanaryPolicy.WINDOW, errors, p99, shift, requests, false);
  }

  @Test
  void theStabilityIndexIsTheSumOverValues() {
    double[] even = {0, 0, 1, 1};
    double[] uneven = {0, 1, 1, 1};

    // 0.25 ln(0.5 / 0.25) - 0.25 ln(0.5 / 0.75) = 0.25 ln 3
    assertThat(PopulationStability.index(even, uneven))
        .isCloseTo(0.25 * Math.log(3), within(1e-15));
    assertThat(PopulationStability.index(even, even)).isZero();
  }

  @Test
  void aShareOfZeroCountsAsNearlyZero() {
    double[] reference = {0, 1};
    double[] current = {0, 0};

    // (0.5 - 1) ln 0.5 + (0.5 - 0.0001) ln(0.5 / 0.0001)
    assertThat(PopulationStability.index(reference, current))
        .isCloseTo(-0.5 * Math.log(0.5) + 0.4999 * Math.log(5_000), within(1e-12));
  }

  @Test
  void manyValuesAreBinnedBySturges() {
    // 32 values each: 64 in all, log2 64 + 1 = 7 bins over [0, 63]: of nine values each, so that
    // the reference fills bins 0 to 3 with 9, 9, 9, 5, and the current one 3 to 6 with 4, 9, 9, 10.
    double[] reference = IntStream.range(0, 32).asDoubleStream().toArray();
    double[] current = IntStream.range(32, 64).asDoubleStream().toArray();
    double[] r = {9, 9, 9, 5, 0, 0, 0};
    double[] c = {0, 0, 0, 4, 9, 9, 10};
    double expected = 0;
    for (int i = 0; i < 7; i++) {
      double p = r[i] == 0 ? 0.0001 : r[i] / 32;
      double q = c[i] == 0 ? 0.0001 : c[i] / 32;
      expected += (p - q) * Math.log(p / q);
    }

    assertThat(PopulationStability.index(reference, current)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void aQuantileIsAtMostASixteenthTooHigh() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.quantile(0.99)).isZero();
    for (long nanos = 1; nanos <= 100_000; nanos++) {
      histogram.add(nanos * 37);
    }

    for (double quantile : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 1}) {
      double exact = quantile * 3_700_000;
      assertThat((double) histogram.quantile(quantile)).isBetween(exact, exact * 17 / 16 + 1);
    }
    histogram.add(Long.MAX_VALUE);
    histogram.add(-1);
    assertThat(histogram.quantile(1)).isEqualTo(Long.MAX_VALUE);
  }
}
