package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.PredictionColumns;
import io.millrace.spark.api.StateJson;
import io.millrace.stages.train.recommend.AlsOptions.ColdStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Users and items as vectors, whose product is the rating. They stay in files, for there may be
 * more of them than one process can hold.
 */
final class AlsModel implements Model<Dataset<Row>>, ScoringExport<Dataset<Row>> {
  static final PredictionColumns ADDED =
      PredictionColumns.of(io.millrace.api.schema.Column.nullable(PREDICTION, Simple.DOUBLE));

  private static final String USERS = "users";
  private static final String ITEMS = "items";
  private static final String MEAN = "mean.json";

  private final AlsOptions options;
  private final double mean;
  private final Path users;
  private final Path items;

  /** A model of tables that {@link FactorTable} wrote. */
  AlsModel(AlsOptions options, double mean, Path users, Path items) {
    this.options = options;
    this.mean = mean;
    this.users = users;
    this.items = items;
  }

  /** The mean of all training ratings. */
  private record Mean(double rating) {}

  static AlsModel load(AlsOptions options, StateDirectory state) {
    double mean = StateJson.read(state, MEAN, Mean.class).rating();
    return new AlsModel(options, mean, state.resolve(USERS), state.resolve(ITEMS));
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    Recommend recommend = options.recommend();
    if (recommend != null) {
      boolean listsItems = recommend.listsItems();
      Path asked = listsItems ? users : items;
      return new TopLists(options, recommend, asked, listsItems ? items : users).predict(frame);
    }
    return ratings(frame);
  }

  private Dataset<Row> ratings(Dataset<Row> frame) {
    ADDED.refuseTaken(frame);
    List<Column> result = new ArrayList<>(List.of(Columns.cols(List.of(frame.columns()))));
    boolean drops = options.coldStartStrategy() == ColdStart.DROP;
    Dataset<Row> joined = joined(joined(frame, options.user(), users), options.item(), items);
    result.add((drops ? product() : coalesce(product(), unknown())).as(PREDICTION));
    Dataset<Row> known =
        drops ? joined.where(inner(users).isNotNull().and(inner(items).isNotNull())) : joined;
    return known.select(result.toArray(Column[]::new));
  }

  /** A frame with what is known of the ids in a column, nulls where that is nothing. */
  private Dataset<Row> joined(Dataset<Row> frame, String column, Path table) {
    Dataset<Row> known =
        FactorTable.read(SparkSession.active(), table)
            .select(
                Columns.col(FactorTable.ID).as(inner(table, FactorTable.ID)),
                Columns.col(FactorTable.MEAN).as(inner(table, FactorTable.MEAN)),
                Columns.col(FactorTable.FACTORS).as(inner(table, FactorTable.FACTORS)));
    Column same = Columns.col(column).equalTo(Columns.col(inner(table, FactorTable.ID)));
    return frame.join(known, same, "left_outer");
  }

  private String inner(Path table, String column) {
    return "__" + (table.equals(users) ? USERS : ITEMS) + "_" + column;
  }

  private Column inner(Path table) {
    return Columns.col(inner(table, FactorTable.FACTORS));
  }

  private Column product() {
    UDF2<Vector, Vector, Double> product =
        (user, item) -> user == null || item == null ? null : user.dot(item);
    return udf(product, DataTypes.DoubleType).apply(inner(users), inner(items));
  }

  /** The implicit model's numbers of a user without rows would be zeros, and so the product. */
  private Column unknown() {
    if (options.coldStartStrategy() == ColdStart.NAN) {
      return lit(Double.NaN);
    }
    return options.implicitPrefs()
        ? lit(0.0)
        : coalesce(
            Columns.col(inner(users, FactorTable.MEAN)),
            Columns.col(inner(items, FactorTable.MEAN)),
            lit(mean));
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    AlsScoring scoring = new AlsScoring(options, mean, users, items);
    Recommend recommend = options.recommend();
    return recommend == null ? scoring.ratings() : scoring.lists(recommend);
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public void save(StateDirectory state) {
    StateJson.write(state, MEAN, new Mean(mean));
    copy(users, state.resolve(USERS));
    copy(items, state.resolve(ITEMS));
  }

  /** Without Spark's marks and random names. */
  private static void copy(Path table, Path target) {
    try (Stream<Path> files = Files.list(table)) {
      Files.createDirectories(target);
      List<Path> parts =
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      for (int i = 0; i < parts.size(); i++) {
        Files.copy(parts.get(i), target.resolve("part-%05d.parquet".formatted(i)));
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The model can't be written to " + target + ": " + e.getMessage() + ".",
          e);
    }
  }
}
