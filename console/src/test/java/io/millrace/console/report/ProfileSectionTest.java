package io.millrace.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProfileSectionTest {
  private static List<Double> quantiles(java.util.function.DoubleUnaryOperator of) {
    return IntStream.rangeClosed(0, 100).mapToObj(i -> of.applyAsDouble(i / 100.0)).toList();
  }

  @Test
  void evenlySpreadNumbersHaveBarsOfOneHeight() {
    assertThat(ProfileSection.bars(quantiles(q -> 5 + 10 * q))).hasSize(20).containsOnly(24.0);
  }

  @Test
  void theTallestBarStandsWhereMostRowsAre() {
    List<Double> bars = ProfileSection.bars(quantiles(q -> q * q * q * q));

    assertThat(bars.get(0)).isEqualTo(24);
    assertThat(bars.get(19)).isLessThan(3);
  }

  @Test
  void numbersThatAreAllAlikeOrNotFiniteHaveNoBars() {
    assertThat(ProfileSection.bars(quantiles(q -> 7))).isEmpty();
    assertThat(ProfileSection.bars(List.of(0.0, Double.POSITIVE_INFINITY))).isEmpty();
    assertThat(ProfileSection.bars(List.of())).isEmpty();
  }
}
