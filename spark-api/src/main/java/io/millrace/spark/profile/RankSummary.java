package io.millrace.spark.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Quantiles of numbers that are seen once: the summary of Greenwald and Khanna (SIGMOD 2001), on
 * plain arrays. It keeps some of the numbers, and for each between which ranks it lies. What it
 * answers is a number that was seen, whose rank is wrong by no more than the error times the count,
 * however the numbers come and whatever is merged; while few numbers were seen, it is exact.
 *
 * <p>Of the libraries at hand, Spark's {@code QuantileSummaries} keeps an object a number, which is
 * most of the time of a profile, and the sketches of DataSketches choose at random: a repeat would
 * tell other quantiles.
 */
final class RankSummary {
  private final double error;
  private long count;
  private int size;

  /** Whether each value stands for itself alone. */
  private boolean isExact;

  private double[] values = {};

  /** Of each value: how many ranks its lowest one lies above that of the value before. */
  private long[] steps = {};

  /** Of each value: how far its highest rank lies above its lowest. */
  private long[] slacks = {};

  private final Scratch scratch;

  RankSummary(double error, Scratch scratch) {
    this.error = error;
    this.scratch = scratch;
  }

  /** Room to merge in, for all summaries of one thread. */
  static final class Scratch {
    private final double[] block = new double[ColumnTally.BLOCK];
    private double[] values = {};
    private long[] steps = {};
    private long[] slacks = {};

    void grow(int size) {
      if (values.length < size) {
        values = new double[size];
        steps = new long[size];
        slacks = new long[size];
      }
    }
  }

  double[] block() {
    return scratch.block;
  }

  /** Adds the first so many numbers, which are sorted. */
  void add(double[] sorted, int length) {
    RankSummary exact = new RankSummary(error, scratch);
    exact.count = length;
    exact.size = length;
    exact.values = sorted;
    exact.isExact = true;
    merge(exact);
  }

  /**
   * Adds what another one of the same error saw. A value's ranks grow by those of the other's
   * values around it, so that the errors add up as the counts do.
   */
  void merge(RankSummary other) {
    int total = size + other.size;
    scratch.grow(total);
    int own = 0;
    int others = 0;
    for (int i = 0; i < total; i++) {
      boolean takesOwn = others == other.size || own < size && values[own] <= other.values[others];
      RankSummary from = takesOwn ? this : other;
      RankSummary beside = takesOwn ? other : this;
      int place = takesOwn ? own++ : others++;
      int next = takesOwn ? others : own;
      scratch.values[i] = from.values[place];
      scratch.steps[i] = from.step(place);
      scratch.slacks[i] = from.slack(place) + beside.slackBefore(next);
    }
    count += other.count;
    keep(total);
  }

  private long step(int place) {
    return isExact ? 1 : steps[place];
  }

  private long slack(int place) {
    return isExact ? 0 : slacks[place];
  }

  /** How uncertain the rank of something is that stands before one of the values. */
  private long slackBefore(int place) {
    return place == size ? 0 : step(place) + slack(place) - 1;
  }

  /** Leaves out, from the right, values that the next one stands for well enough. */
  private void keep(int total) {
    double allowed = 2 * error * count;
    int kept = total - 1;
    for (int i = total - 2; i >= 0; i--) {
      long covered = scratch.steps[i] + scratch.steps[kept] + scratch.slacks[kept];
      if (i > 0 && covered < allowed) {
        scratch.steps[kept] += scratch.steps[i];
      } else {
        kept--;
        scratch.values[kept] = scratch.values[i];
        scratch.steps[kept] = scratch.steps[i];
        scratch.slacks[kept] = scratch.slacks[i];
      }
    }
    int first = Math.max(0, kept);
    values = Arrays.copyOfRange(scratch.values, first, total);
    steps = Arrays.copyOfRange(scratch.steps, first, total);
    slacks = Arrays.copyOfRange(scratch.slacks, first, total);
    size = values.length;
  }

  long count() {
    return count;
  }

  /** The number at a share of the ranks, such as 0.5 for the median; NaN if none was seen. */
  double quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    double best = Double.NaN;
    long smallest = Long.MAX_VALUE;
    long lowest = 0;
    for (int i = 0; i < size; i++) {
      lowest += steps[i];
      long wrong = Math.max(wanted - lowest, lowest + slacks[i] - wanted);
      if (wrong < smallest) {
        smallest = wrong;
        best = values[i];
      }
    }
    return best;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeDouble(values[i]);
      out.writeLong(steps[i]);
      out.writeLong(slacks[i]);
    }
  }

  void read(DataInput in) throws IOException {
    count = in.readLong();
    size = in.readInt();
    values = new double[size];
    steps = new long[size];
    slacks = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = in.readDouble();
      steps[i] = in.readLong();
      slacks[i] = in.readLong();
    }
  }
}
