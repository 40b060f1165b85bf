package io.millrace.stages.train.recommend;

import io.millrace.api.Model;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import io.millrace.stages.train.recommend.AlsOptions.ColdStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of users and items as portable steps: all of them, as the process that serves must
 * hold them anyway.
 */
record AlsScoring(AlsOptions options, double mean, Path users, Path items) {
  /** Ratings of pairs. */
  List<ScoringStep> ratings() {
    Table userTable = Table.read(users, List.of(FactorTable.MEAN));
    Table itemTable = Table.read(items, List.of(FactorTable.MEAN));
    ScoringStep step =
        ScoringStep.of("factor-product")
            .reading(options.user(), options.item())
            .adding(Model.PREDICTION, Simple.DOUBLE)
            .with("rank", userTable.rank());
    step = itemTable.in(userTable.in(step, "user"), "item");
    if (options.coldStartStrategy() == ColdStart.DROP) {
      return List.of(
          step.with("unknown", "missing"), dropping("nothing was learnt of the user or the item"));
    }
    if (options.coldStartStrategy() == ColdStart.NAN) {
      return List.of(step.with("unknown", "nan"));
    }
    return List.of(
        options.implicitPrefs()
            ? step.with("unknown", "zero")
            : step.with("unknown", "mean")
                .withArray("userMeans", userTable.means())
                .withArray("itemMeans", itemTable.means())
                .withArray("mean", new double[] {mean}));
  }

  private static ScoringStep dropping(String reason) {
    return ScoringStep.of("drop-null").reading(Model.PREDICTION).with("reason", reason);
  }

  /** Lists of the best. */
  List<ScoringStep> lists(Recommend recommend) {
    boolean listsItems = recommend.listsItems();
    boolean excludes = recommend.excludeSeen();
    Table asked =
        Table.read(listsItems ? users : items, excludes ? List.of(FactorTable.SEEN) : List.of());
    Table listed =
        Table.read(listsItems ? items : users, List.of(FactorTable.NUMBER, FactorTable.ROWS));
    ScoringStep step = ScoringStep.of("top-products").reading(options.asking());
    for (io.millrace.api.schema.Column column : TopLists.added(listed.type()).columns()) {
      step = step.adding(column);
    }
    step =
        listed
            .in(asked.in(step, "asked"), "listed")
            .with("rank", asked.rank())
            .with("most", recommend.topN())
            .withArray("listedNumbers", listed.ints(FactorTable.NUMBER));
    step = asked.seenIn(step, excludes);
    return switch (options.coldStartStrategy()) {
      case DROP -> List.of(step, dropping("nothing was learnt of the id that a list is asked for"));
      case MEAN -> List.of(step.withArray("popular", listed.popular(recommend.topN())));
      case NAN -> List.of(step);
    };
  }

  /**
   * A table in the driver, in ascending order of ids.
   *
   * @param rows id, factors, and further columns
   */
  private record Table(List<Row> rows, LogicalType type) {
    static Table read(Path path, List<String> more) {
      List<String> names = new ArrayList<>(List.of(FactorTable.ID, FactorTable.FACTORS));
      names.addAll(more);
      Dataset<Row> table =
          FactorTable.read(SparkSession.active(), path).select(Columns.cols(names));
      LogicalType type = Schemas.fromSpark(table.schema()).require(FactorTable.ID).type();
      Comparator<Row> byId =
          type == Simple.STRING
              ? Comparator.comparing(row -> row.getString(0))
              : Comparator.comparingLong(row -> row.<Number>getAs(0).longValue());
      return new Table(table.collectAsList().stream().sorted(byId).toList(), type);
    }

    int rank() {
      return rows.get(0).<Vector>getAs(1).size();
    }

    double[] means() {
      return rows.stream().mapToDouble(row -> row.getAs(FactorTable.MEAN)).toArray();
    }

    int[] ints(String column) {
      return rows.stream().mapToInt(row -> row.getAs(column)).toArray();
    }

    ScoringStep in(ScoringStep step, String prefix) {
      ScoringStep known =
          step.withArray(
              prefix + "Factors", rows.stream().flatMapToDouble(row -> factors(row)).toArray());
      return type == Simple.STRING
          ? known.with(prefix + "Ids", rows.stream().map(row -> row.getString(0)).toList())
          : known.withArray(
              prefix + "Ids",
              rows.stream().mapToLong(row -> row.<Number>getAs(0).longValue()).toArray());
    }

    private static DoubleStream factors(Row row) {
      return Arrays.stream(row.<Vector>getAs(1).toArray());
    }

    ScoringStep seenIn(ScoringStep step, boolean excludes) {
      List<Integer> seen = new ArrayList<>();
      int[] starts = new int[rows.size() + 1];
      for (int i = 0; i < rows.size() && excludes; i++) {
        int field = rows.get(i).fieldIndex(FactorTable.SEEN);
        seen.addAll(rows.get(i).<Integer>getList(field));
        starts[i + 1] = seen.size();
      }
      return step.withArray("seen", seen.stream().mapToInt(Integer::intValue).toArray())
          .withArray("seenStarts", starts);
    }

    /** The places of those that most training rows have. */
    int[] popular(int most) {
      Comparator<Integer> order =
          Comparator.comparingLong(
                  (Integer place) -> -rows.get(place).<Long>getAs(FactorTable.ROWS))
              .thenComparingInt(place -> rows.get(place).<Integer>getAs(FactorTable.NUMBER));
      return IntStream.range(0, rows.size())
          .boxed()
          .sorted(order)
          .limit(most)
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }
}
