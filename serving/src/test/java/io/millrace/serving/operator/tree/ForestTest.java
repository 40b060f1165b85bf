package io.millrace.serving.operator.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both ways to walk trees end in the leaf that the splits themselves lead to. */
class ForestTest {
  private static final int FEATURES = 6;
  private static final double[] VALUES = {
    -1,
    -0.0,
    0.0,
    0.5,
    1,
    1.5,
    2,
    3,
    1e300,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final SplittableRandom random = new SplittableRandom(17);

  /** Full and ragged trees; the last two features are categories. */
  private FlatNodes nodes(int trees, int maxDepth, boolean missingMayGoLeft) {
    int capacity = trees << (maxDepth + 1);
    int[] feature = new int[capacity];
    double[] threshold = new double[capacity];
    int[] child = new int[capacity];
    int[] split = new int[capacity];
    boolean[] missingLeft = new boolean[missingMayGoLeft ? capacity : 0];
    int[] roots = new int[trees];
    Arrays.fill(split, -1);
    int count = 0;
    int leaves = 0;
    for (int tree = 0; tree < trees; tree++) {
      roots[tree] = count;
      int next = count + 1;
      int levelEnd = next;
      for (int depth = 0; count < next; count++) {
        if (count == levelEnd) {
          depth++;
          levelEnd = next;
        }
        if (depth == maxDepth || random.nextInt(6) == 0) {
          feature[count] = -1;
          child[count] = leaves++;
          continue;
        }
        feature[count] = random.nextInt(FEATURES);
        threshold[count] = VALUES[random.nextInt(9)];
        split[count] = feature[count] < FEATURES - 2 ? -1 : random.nextInt(5);
        if (missingMayGoLeft) {
          missingLeft[count] = split[count] < 0 && random.nextBoolean();
        }
        child[count] = next;
        next += 2;
      }
    }
    return new FlatNodes(
        Arrays.copyOf(feature, count),
        Arrays.copyOf(threshold, count),
        Arrays.copyOf(child, count),
        roots,
        Arrays.copyOf(split, count),
        sets(),
        missingLeft);
  }

  private CategorySet[] sets() {
    return IntStream.range(0, 5)
        .mapToObj(
            i -> {
              BitSet left = new BitSet();
              left.set(random.nextInt(3));
              return new CategorySet(left, 3, i % 2 == 0);
            })
        .toArray(CategorySet[]::new);
  }

  private static int leaf(FlatNodes flat, int root, double[] row) {
    int node = root;
    while (flat.feature()[node] >= 0) {
      double value = row[flat.feature()[node]];
      boolean left =
          flat.split()[node] >= 0
              ? flat.sets()[flat.split()[node]].goesLeft(value)
              : value <= flat.threshold()[node]
                  || Double.isNaN(value) && flat.missingGoesLeft(node);
      node = left ? flat.child()[node] : flat.child()[node] + 1;
    }
    return flat.child()[node];
  }

  private double[] row() {
    return IntStream.range(0, FEATURES)
        .mapToDouble(
            i ->
                random.nextInt(8) == 0
                    ? random.nextDouble() * 3
                    : VALUES[random.nextInt(VALUES.length)])
        .toArray();
  }

  private static int[] found(Forest forest, double[] row) {
    int[] memory = new int[forest.memory()];
    Arrays.fill(memory, -7);
    forest.find(row, memory);
    return Arrays.copyOf(memory, forest.count());
  }

  @Test
  void rankedTreesAndPlainOnesFindTheLeavesOfTheSplits() {
    int byRanks = 0;
    for (int forest = 0; forest < 50; forest++) {
      FlatNodes flat = nodes(40, forest % 9, forest % 2 == 0);
      @Nullable RankedTrees ranked = RankedTrees.ofOrNull(flat);
      Trees plain = new Trees(flat);
      byRanks += ranked == null ? 0 : 1;
      for (int i = 0; i < 200; i++) {
        double[] row = row();
        int[] expected = Arrays.stream(flat.roots()).map(root -> leaf(flat, root, row)).toArray();
        assertThat(found(plain, row)).isEqualTo(expected);
        if (ranked != null) {
          assertThat(found(ranked, row)).isEqualTo(expected);
        }
      }
    }
    assertThat(byRanks).isBetween(35, 50);
  }

  @Test
  void fewTreesAreWalkedByTheValuesThemselves() {
    assertThat(RankedTrees.ofOrNull(nodes(1, 4, true))).isNull();
  }
}
