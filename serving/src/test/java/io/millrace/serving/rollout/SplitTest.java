package io.millrace.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.serving.operator.Murmur3;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SplitTest {
  /** From the table of test vectors in Wikipedia's article on MurmurHash. */
  @Test
  void theHashIsMurmur3() {
    assertThat(Murmur3.hash("", 0)).isZero();
    assertThat(Murmur3.hash("", 1)).isEqualTo(0x514E28B7);
    assertThat(Murmur3.hash("", 0xffffffff)).isEqualTo(0x81F16F39);
    assertThat(Murmur3.hash("test", 0)).isEqualTo(0xba6bd213);
    assertThat(Murmur3.hash("test", 0x9747b28c)).isEqualTo(0x704b81dc);
    assertThat(Murmur3.hash("Hello, world!", 0)).isEqualTo(0xc0363e43);
    assertThat(Murmur3.hash("Hello, world!", 0x9747b28c)).isEqualTo(0x24884CBA);
    assertThat(Murmur3.hash("The quick brown fox jumps over the lazy dog", 0))
        .isEqualTo(0x2e4ff723);
    assertThat(Murmur3.hash("The quick brown fox jumps over the lazy dog", 0x9747b28c))
        .isEqualTo(0x2FA826CD);
  }

  @Test
  void bucketsAreInProportionToAnyWeights() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      List<Double> weights = weights(random);
      Split split = Split.of("salt", weights);
      double total = weights.stream().mapToDouble(Double::doubleValue).sum();
      int sum = 0;
      for (int share = 0; share < weights.size(); share++) {
        assertThat(split.buckets(share))
            .as("share %d of %s", share, weights)
            .isBetween(
                (int) Math.floor(weights.get(share) / total * 10_000) - 1,
                (int) Math.ceil(weights.get(share) / total * 10_000) + 1);
        sum += split.buckets(share);
      }
      assertThat(sum).isEqualTo(10_000);
    }
  }

  @Test
  void aShareWithoutWeightIsNeverChosen() {
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      List<Double> weights = weights(random);
      Split split = Split.of("salt" + i, weights);
      assertThat(IntStream.range(0, 10_000).map(split::ofBucket).distinct())
          .allSatisfy(share -> assertThat(weights.get(share)).isPositive());
    }
  }

  @Test
  void aKeyFallsToTheSameShareOnEveryServer() {
    List<Double> weights = List.of(90.0, 10.0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(Split.of("tiny/", weights).ofKey("customer-" + i))
          .isEqualTo(Split.of("tiny/", weights).ofKey("customer-" + i));
    }
    // Fixed for good: callers would change their routes with another server version.
    assertThat(keysOfSecondShare(Split.of("tiny/", weights), 40)).containsExactly(SECOND);
  }

  private static final Integer[] SECOND = {9, 25, 27, 34};

  @Test
  void keysAreSharedOutWithinHalfAPoint() {
    int keys = 200_000;
    Split split = Split.of("tiny/", List.of(70.0, 20.0, 10.0));
    int[] counts = new int[3];
    for (int i = 0; i < keys; i++) {
      counts[split.ofKey("customer-" + i)]++;
    }
    assertThat(100.0 * counts[0] / keys).isBetween(69.5, 70.5);
    assertThat(100.0 * counts[1] / keys).isBetween(19.5, 20.5);
    assertThat(100.0 * counts[2] / keys).isBetween(9.5, 10.5);
  }

  @Test
  void asWeightMovesNoKeyGoesTheOtherWay() {
    Split before = Split.of("tiny/", List.of(90.0, 10.0));
    Split after = Split.of("tiny/", List.of(60.0, 40.0));
    for (int i = 0; i < 20_000; i++) {
      String key = "customer-" + i;
      if (before.ofKey(key) == 1) {
        assertThat(after.ofKey(key)).as(key).isEqualTo(1);
      }
    }
  }

  @Test
  void otherSaltsShareTheSameKeysOutOtherwise() {
    Split one = Split.of("a/", List.of(50.0, 50.0));
    Split other = Split.of("b/", List.of(50.0, 50.0));
    int same = 0;
    for (int i = 0; i < 10_000; i++) {
      same += one.ofKey("customer-" + i) == other.ofKey("customer-" + i) ? 1 : 0;
    }
    assertThat(same).isBetween(4_800, 5_200);
  }

  @Test
  void weightsThatShareNothingOutAreRefused() {
    assertThatThrownBy(() -> Split.of("", List.of(0.0, 0.0)))
        .hasMessage("one weight at least is more than 0");
    assertThatThrownBy(() -> Split.of("", List.of(1.0, -2.0)))
        .hasMessage("a weight is 0 or more: -2.0");
    assertThatThrownBy(() -> Split.of("", List.of(Double.NaN)))
        .hasMessage("a weight is 0 or more: NaN");
  }

  private static List<Double> weights(Random random) {
    List<Double> weights = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      weights.add(random.nextInt(3) == 0 ? 0.0 : random.nextDouble() * 100);
    }
    weights.set(random.nextInt(count), 1 + random.nextDouble());
    return weights;
  }

  private static List<Integer> keysOfSecondShare(Split split, int keys) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      if (split.ofKey("customer-" + i) == 1) {
        found.add(i);
      }
    }
    return found;
  }
}
