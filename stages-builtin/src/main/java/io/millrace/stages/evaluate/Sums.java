package io.millrace.stages.evaluate;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The states of a tally, of some rows: by group, one for each replicate. */
final class Sums {
  /** More values than that are no slices. */
  static final int MOST_VALUES = 100;

  private final Tally tally;
  private final Resampling resampling;
  private final Map<Group, double[]> states = new HashMap<>();
  private final Map<Integer, Integer> values = new HashMap<>();
  private final int[] times;
  private final Tally.@Nullable Drawing drawing;
  private double[] read = new double[0];

  Sums(Tally tally, Resampling resampling) {
    this.tally = tally;
    this.resampling = resampling;
    this.times = new int[resampling.replicates()];
    this.times[0] = 1;
    this.drawing = tally.drawing();
  }

  /** The states by group. */
  Map<Group, double[]> states() {
    return states;
  }

  /** What a row of {@link TallyJob#INPUT} holds for the tally; valid until the next call. */
  double[] read(Row row) {
    if (read.length == 0) {
      read = new double[row.size() - 2];
    }
    for (int i = 0; i < read.length; i++) {
      read[i] = row.getDouble(i + 2);
    }
    return read;
  }

  /** Adds a row to its groups; whether it can be judged. */
  boolean add(List<Group> groups, double[] row, double hash) {
    int flaw = tally.flaw(row);
    if (resampling.resamples() > 0) {
      resampling.draw(hash, times);
    }
    for (Group group : groups) {
      double[] numbers = of(group);
      numbers[Tally.ROWS]++;
      if (flaw > 0) {
        numbers[flaw]++;
      } else {
        addAll(numbers, row);
      }
    }
    if (flaw == 0 && drawing != null) {
      drawing.add(row);
    }
    return flaw == 0;
  }

  /** What is drawn of all rows; of other groups nothing is. */
  double[] drawn(Group group) {
    return group.isWhole() && drawing != null ? drawing.numbers() : new double[0];
  }

  private void addAll(double[] numbers, double[] row) {
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        if (i > 0) {
          numbers[i * tally.size() + Tally.ROWS] += times[i];
        }
        tally.add(numbers, i * tally.size(), row, times[i]);
      }
    }
  }

  private double[] of(Group group) {
    double[] found = states.get(group);
    if (found == null) {
      found = new double[times.length * tally.size()];
      states.put(group, found);
      values.merge(group.slice(), 1, Integer::sum);
    }
    return found;
  }

  /** Whether there is room for the group: a column of ids must not fill the memory. */
  boolean hasRoom(Group group) {
    return states.containsKey(group) || values.getOrDefault(group.slice(), 0) <= MOST_VALUES;
  }

  /** Adds what other rows came to, and what is drawn of them. */
  void merge(Group group, double[] others, double[] drawn) {
    if (drawing != null && drawn.length > 0) {
      drawing.merge(drawn);
    }
    double[] numbers = of(group);
    for (int i = 0; i < times.length; i++) {
      tally.merge(numbers, i * tally.size(), others);
    }
  }

  /** The rows of each resample. */
  static double[] sizes(Tally tally, double[] states) {
    double[] sizes = new double[states.length / tally.size() - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = states[(i + 1) * tally.size() + Tally.ROWS];
    }
    return sizes;
  }

  static byte[] bytes(double[] numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Double.BYTES);
    buffer.asDoubleBuffer().put(numbers);
    return buffer.array();
  }

  static double[] numbers(byte[] bytes) {
    double[] numbers = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
    return numbers;
  }
}
