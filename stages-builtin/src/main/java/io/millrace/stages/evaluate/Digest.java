package io.millrace.stages.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Rows in the order of a number, in little room: rows next to each other are added up into heaps of
 * at most a share of all weight; those of one number into one, whatever it weighs. The sums are
 * exact, and where a heap begins and ends is wrong by at most the share. Up to {@link #EXACT}
 * different numbers are kept apart.
 *
 * <p>The merging digest of Dunning and Ertl ("Computing extremely accurate quantiles using
 * t-digests", 2019), with heaps of one size.
 */
final class Digest {
  /** A heap holds so small a part of the weight. */
  private static final int HEAPS = 300;

  private static final int EXACT = 1000;
  private static final int ROOM = 8192;

  private final int width;
  private List<double[]> heaps = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param width how many numbers a heap has: the weight, the smallest of the numbers that order
   *     rows, and what is added up over rows
   */
  Digest(int width) {
    this.width = width;
  }

  /** A heap of one row. */
  void add(double... heap) {
    heaps.add(heap);
    if (heaps.size() >= ROOM) {
      pack();
    }
  }

  /** Adds heaps of another one, as {@link #write} gave them. */
  void read(double[] numbers) {
    for (int i = 0; i < numbers.length; i += width) {
      heaps.add(Arrays.copyOfRange(numbers, i, i + width));
    }
  }

  /** The heaps, one after the other. */
  double[] write() {
    if (heaps.size() > EXACT) {
      pack();
    }
    return heaps.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** The heaps in order. */
  List<double[]> heaps() {
    sort();
    return heaps;
  }

  private void pack() {
    sort();
    if (heaps.size() > EXACT) {
      double most = heaps.stream().mapToDouble(heap -> heap[0]).sum() / HEAPS;
      gather((last, next) -> last[0] + next[0] <= most);
    }
  }

  private void sort() {
    heaps.sort(Comparator.comparingDouble(heap -> heap[1]));
    gather((last, next) -> last[1] == next[1]);
  }

  private void gather(BiPredicate<double[], double[]> isOneHeap) {
    List<double[]> gathered = new ArrayList<>();
    double[] last = null;
    for (double[] heap : heaps) {
      if (last != null && isOneHeap.test(last, heap)) {
        last[0] += heap[0];
        for (int i = 2; i < width; i++) {
          last[i] += heap[i];
        }
      } else {
        last = heap;
        gathered.add(last);
      }
    }
    heaps = gathered;
  }
}
