package io.millrace.stages.evaluate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a partition sends to a walk: its rows, added up by place as long as no resample has to tell
 * them apart, and the tally's sums.
 */
final class Steps implements Iterator<Row> {
  static final String SLICE = "slice";
  static final String VALUE = "value";
  static final String KIND = "kind";
  static final String PLACE = "place";
  static final String HASH = "hash";

  static final StructType SCHEMA =
      new StructType()
          .add(SLICE, DataTypes.IntegerType, false)
          .add(VALUE, DataTypes.StringType, false)
          .add(KIND, DataTypes.IntegerType, false)
          .add(PLACE, DataTypes.DoubleType, false)
          .add(HASH, DataTypes.DoubleType, false)
          .add("first", DataTypes.DoubleType, false)
          .add("second", DataTypes.DoubleType, false)
          .add("states", DataTypes.BinaryType, true)
          .add("drawn", DataTypes.BinaryType, true);

  /** Sums come before rows. */
  static final int SUMS = 0;

  private static final int ROW = 1;

  /** So many places are added up before they are sent. */
  private static final int MOST_PLACES = 50_000;

  private final Tally tally;
  private final Resampling resampling;
  private final Iterator<Row> rows;
  private final Sums sums;
  private final Map<Place, double[]> places = new HashMap<>();
  private final Deque<Row> ready = new ArrayDeque<>();
  private boolean finished;

  private record Place(Group group, double place) {}

  Steps(Tally tally, Resampling resampling, Iterator<Row> rows) {
    this.tally = tally;
    this.resampling = resampling;
    this.rows = rows;
    this.sums = new Sums(tally, resampling);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      take(rows.next());
    }
    if (ready.isEmpty() && !finished) {
      finished = true;
      flush();
      sums.states().forEach((group, states) -> ready.add(sums(group, states)));
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void take(Row row) {
    List<Group> groups = Group.of(row.getList(0)).stream().filter(sums::hasRoom).toList();
    double[] numbers = sums.read(row);
    double hash = row.getDouble(1);
    if (!sums.add(groups, numbers, hash)) {
      return;
    }
    double place = tally.place(numbers);
    double first = tally.first(numbers);
    double second = tally.second(numbers);
    for (Group group : groups) {
      if (resampling.resamples() > 0) {
        ready.add(row(group, place, hash, first, second));
      } else {
        addUp(new Place(group, place), first, second);
      }
    }
  }

  private void addUp(Place place, double first, double second) {
    double[] both = places.computeIfAbsent(place, p -> new double[2]);
    both[0] += first;
    both[1] += second;
    if (places.size() >= MOST_PLACES) {
      flush();
    }
  }

  private void flush() {
    places.forEach(
        (place, both) -> ready.add(row(place.group(), place.place(), 0, both[0], both[1])));
    places.clear();
  }

  private Row sums(Group group, double[] states) {
    return RowFactory.create(
        group.slice(),
        group.value(),
        SUMS,
        0.0,
        0.0,
        0.0,
        0.0,
        Sums.bytes(states),
        Sums.bytes(sums.drawn(group)));
  }

  private static Row row(Group group, double place, double hash, double first, double second) {
    return RowFactory.create(
        group.slice(), group.value(), ROW, place, hash, first, second, null, null);
  }
}
