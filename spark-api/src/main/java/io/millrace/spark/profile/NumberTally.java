package io.millrace.spark.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Mean, deviation and quantiles of numbers that come in blocks. */
public final class NumberTally {
  private final RankSummary ranks;
  private double sum;

  /** The squares of the distances from the mean, added up. */
  private double squares;

  NumberTally(double error, RankSummary.Scratch scratch) {
    this.ranks = new RankSummary(error, scratch);
  }

  /** Room for a block of numbers, shared with others of the thread. */
  double[] block() {
    return ranks.block();
  }

  /** Adds the first so many numbers, which are sorted. */
  void add(double[] sorted, int length) {
    double blockSum = 0;
    for (int i = 0; i < length; i++) {
      blockSum += sorted[i];
    }
    double mean = blockSum / length;
    double blockSquares = 0;
    for (int i = 0; i < length; i++) {
      blockSquares += (sorted[i] - mean) * (sorted[i] - mean);
    }
    addMoments(length, blockSum, blockSquares);
    ranks.add(sorted, length);
  }

  void merge(NumberTally other) {
    addMoments(other.ranks.count(), other.sum, other.squares);
    ranks.merge(other.ranks);
  }

  /** Chan, Golub and LeVeque, 1979: two samples' squares, and what the means' distance adds. */
  private void addMoments(long more, double moreSum, double moreSquares) {
    long count = ranks.count();
    if (more > 0) {
      double distance = count == 0 ? 0 : moreSum / more - sum / count;
      squares += moreSquares + distance * distance * ((double) count * more / (count + more));
      sum += moreSum;
    }
  }

  /** NaN if there were none. */
  public double mean() {
    return sum / ranks.count();
  }

  /** That of a sample; NaN of fewer than two numbers. */
  public double deviation() {
    return ranks.count() < 2 ? Double.NaN : Math.sqrt(squares / (ranks.count() - 1));
  }

  /** The number at a share of the ranks, such as 0.5 for the median. */
  public double quantile(double share) {
    return ranks.quantile(share);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(sum);
    out.writeDouble(squares);
    ranks.write(out);
  }

  void read(DataInput in) throws IOException {
    sum = in.readDouble();
    squares = in.readDouble();
    ranks.read(in);
  }
}
