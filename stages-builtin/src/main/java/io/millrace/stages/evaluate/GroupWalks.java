package io.millrace.stages.evaluate;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Walks over the groups of a partition, whose {@link Steps} are in order. */
final class GroupWalks implements Iterator<Row> {
  static final StructType SCHEMA =
      new StructType()
          .add(Steps.SLICE, DataTypes.IntegerType, false)
          .add(Steps.VALUE, DataTypes.StringType, false)
          .add("state", DataTypes.BinaryType, false)
          .add("metrics", DataTypes.BinaryType, false)
          .add("sizes", DataTypes.BinaryType, false)
          .add("drawn", DataTypes.BinaryType, false);

  private static final int KIND = 2;
  private static final int STATES = 7;
  private static final int DRAWN = 8;

  private final Tally tally;
  private final Resampling resampling;
  private final Iterator<Row> steps;
  private final int[] times;
  private final double[] first;
  private final double[] second;
  private @Nullable Row ahead;

  GroupWalks(Tally tally, Resampling resampling, Iterator<Row> steps) {
    this.tally = tally;
    this.resampling = resampling;
    this.steps = steps;
    this.times = new int[resampling.replicates()];
    this.first = new double[times.length];
    this.second = new double[times.length];
    times[0] = 1;
    advance();
  }

  private void advance() {
    ahead = steps.hasNext() ? steps.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Row next() {
    Row start = ahead;
    if (start == null) {
      throw new NoSuchElementException();
    }
    Group group = new Group(start.getInt(0), start.getString(1));
    Sums sums = new Sums(tally, resampling);
    while (ahead != null && isOf(group, ahead) && ahead.getInt(KIND) == Steps.SUMS) {
      sums.merge(group, Sums.numbers(ahead.getAs(STATES)), Sums.numbers(ahead.getAs(DRAWN)));
      advance();
    }
    double[] states = sums.states().getOrDefault(group, new double[times.length * tally.size()]);
    Tally.Walk walk = tally.walk(states, group.isWhole());
    while (ahead != null && isOf(group, ahead)) {
      step(group, ahead.getDouble(3), walk);
    }
    double[] drawn = sums.drawn(group);
    return result(group, states, walk, drawn.length > 0 ? drawn : walk.drawn());
  }

  private static boolean isOf(Group group, Row row) {
    return row.getInt(0) == group.slice() && row.getString(1).equals(group.value());
  }

  /** Takes all rows of a place. */
  private void step(Group group, double place, Tally.Walk walk) {
    Arrays.fill(first, 0);
    Arrays.fill(second, 0);
    while (ahead != null && isOf(group, ahead) && ahead.getDouble(3) == place) {
      if (resampling.resamples() > 0) {
        resampling.draw(ahead.getDouble(4), times);
      }
      double one = ahead.getDouble(5);
      double other = ahead.getDouble(6);
      for (int i = 0; i < times.length; i++) {
        first[i] += times[i] * one;
        second[i] += times[i] * other;
      }
      advance();
    }
    walk.step(place, first, second);
  }

  private Row result(Group group, double[] states, Tally.Walk walk, double[] drawn) {
    int width = tally.names().size();
    double[] metrics = new double[times.length * width];
    for (int i = 0; i < times.length; i++) {
      double[] figures = tally.metrics(states, i * tally.size(), walk, i);
      System.arraycopy(figures, 0, metrics, i * width, width);
    }
    return RowFactory.create(
        group.slice(),
        group.value(),
        Sums.bytes(Arrays.copyOf(states, tally.size())),
        Sums.bytes(metrics),
        Sums.bytes(Sums.sizes(tally, states)),
        Sums.bytes(drawn));
  }
}
