package io.millrace.stages.evaluate;

import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Tallies rows in one pass, all groups and resamples at once. Most tallies are added up where the
 * rows lie, and put together by the driver. One that is walked sends its rows through one exchange,
 * in which the sums come before the rows: each group is then read once, in order, by one task that
 * needs no memory for it.
 *
 * <p>The input has, in this order, the values of the columns that slices are by (an array of
 * texts), the hash of the row's content, and the doubles that the tally reads.
 */
final class TallyJob {
  private static final StructType SUMS =
      new StructType()
          .add("slice", DataTypes.IntegerType, false)
          .add("value", DataTypes.StringType, false)
          .add("states", DataTypes.BinaryType, false)
          .add("drawn", DataTypes.BinaryType, false);

  private final Tally tally;
  private final Resampling resampling;

  TallyJob(Tally tally, Resampling resampling) {
    this.tally = tally;
    this.resampling = resampling;
  }

  /**
   * What was found of one group.
   *
   * @param state the tally's numbers, of the rows as they are
   * @param metrics of each replicate, those of the rows as they are first
   * @param sizes the rows of each resample
   * @param drawn what is to be drawn of all rows; empty for other groups
   */
  record Found(double[] state, double[][] metrics, double[] sizes, double[] drawn) {}

  /** The groups that there are, the whole first if there are rows. */
  Map<Group, Found> run(Dataset<Row> rows, int slices) {
    Map<Group, Found> found = new LinkedHashMap<>();
    if (tally.isWalked()) {
      walked(rows, slices).forEach(row -> found.put(group(row), unpacked(row)));
    } else {
      Sums total = new Sums(tally, resampling);
      Tally own = tally;
      Resampling draws = resampling;
      MapPartitionsFunction<Row, Row> add = part -> sums(own, draws, part).iterator();
      rows.mapPartitions(add, Encoders.row(SUMS))
          .collectAsList()
          .forEach(
              row ->
                  total.merge(group(row), Sums.numbers(row.getAs(2)), Sums.numbers(row.getAs(3))));
      total
          .states()
          .forEach((group, states) -> found.put(group, judged(states, total.drawn(group))));
    }
    return found;
  }

  private static Group group(Row row) {
    return new Group(row.getInt(0), row.getString(1));
  }

  private static List<Row> sums(Tally tally, Resampling resampling, Iterator<Row> rows) {
    Sums sums = new Sums(tally, resampling);
    while (rows.hasNext()) {
      Row row = rows.next();
      List<Group> groups = Group.of(row.getList(0));
      sums.add(groups.stream().filter(sums::hasRoom).toList(), sums.read(row), row.getDouble(1));
    }
    List<Row> result = new ArrayList<>();
    sums.states()
        .forEach(
            (group, states) ->
                result.add(
                    RowFactory.create(
                        group.slice(),
                        group.value(),
                        Sums.bytes(states),
                        Sums.bytes(sums.drawn(group)))));
    return result;
  }

  private Found judged(double[] states, double[] drawn) {
    double[][] metrics = new double[resampling.replicates()][];
    for (int i = 0; i < metrics.length; i++) {
      metrics[i] = tally.metrics(states, i * tally.size(), null, i);
    }
    return new Found(
        Arrays.copyOf(states, tally.size()), metrics, Sums.sizes(tally, states), drawn);
  }

  private List<Row> walked(Dataset<Row> rows, int slices) {
    Tally own = tally;
    Resampling draws = resampling;
    MapPartitionsFunction<Row, Row> steps = part -> new Steps(own, draws, part);
    MapPartitionsFunction<Row, Row> walk = part -> new GroupWalks(own, draws, part);
    int tasks = slices == 0 ? 1 : rows.sparkSession().sparkContext().defaultParallelism();
    Column[] group = {Columns.col(Steps.SLICE), Columns.col(Steps.VALUE)};
    Dataset<Row> sent = rows.mapPartitions(steps, Encoders.row(Steps.SCHEMA));
    return (tasks == 1 ? sent.repartition(1) : sent.repartition(tasks, group))
        .sortWithinPartitions(
            group[0],
            group[1],
            Columns.col(Steps.KIND),
            Columns.col(Steps.PLACE).desc(),
            Columns.col(Steps.HASH))
        .mapPartitions(walk, Encoders.row(GroupWalks.SCHEMA))
        .collectAsList();
  }

  private Found unpacked(Row row) {
    double[] all = Sums.numbers(row.getAs(3));
    int width = tally.names().size();
    double[][] metrics = new double[resampling.replicates()][];
    for (int i = 0; i < metrics.length; i++) {
      metrics[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return new Found(
        Sums.numbers(row.getAs(2)),
        metrics,
        Sums.numbers(row.getAs(4)),
        Sums.numbers(row.getAs(5)));
  }
}
