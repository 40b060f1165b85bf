package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Model;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.PredictionColumns;
import io.millrace.stages.train.recommend.AlsOptions.ColdStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The best items for each user that a frame asks for, or users for each item. All products are
 * looked at, block by block, so that neither side has to fit into one process. Of equal products
 * that of the smaller id comes first.
 *
 * @param options of the stage, which ask for lists
 * @param recommend what they ask for
 * @param asked the table of those that lists are for
 * @param listed the table of what is listed
 */
record TopLists(AlsOptions options, Recommend recommend, Path asked, Path listed) {
  /** The products, in the order of the list. */
  static final String SCORES = "scores";

  private static final String ID = "__id";
  private static final String LIST = "__list";
  private static final String POPULAR = "__popular";

  /** The columns that lists of such ids add. */
  static PredictionColumns added(LogicalType id) {
    return PredictionColumns.of(
        io.millrace.api.schema.Column.nullable(Model.PREDICTION, new ArrayOf(id)),
        io.millrace.api.schema.Column.nullable(SCORES, new ArrayOf(Simple.DOUBLE)));
  }

  Dataset<Row> predict(Dataset<Row> frame) {
    added(Simple.STRING).refuseTaken(frame);
    SparkSession session = SparkSession.active();
    Column asking = Columns.col(options.asking());
    Dataset<Row> lists = lists(frame.select(asking.as(ID)).distinct(), session);
    boolean drops = options.coldStartStrategy() == ColdStart.DROP;
    Dataset<Row> joined =
        frame.join(lists, asking.equalTo(col(ID)), drops ? "inner" : "left_outer");
    boolean fallsBack = options.coldStartStrategy() == ColdStart.MEAN;
    Column ids = transform(col(LIST), each -> each.getField(FactorTable.ID));
    List<Column> result = new ArrayList<>(List.of(Columns.cols(List.of(frame.columns()))));
    result.add((fallsBack ? coalesce(ids, col(POPULAR)) : ids).as(Model.PREDICTION));
    result.add(transform(col(LIST), each -> negate(each.getField(ItemBlock.MINUS))).as(SCORES));
    return (fallsBack ? joined.crossJoin(popular(session)) : joined)
        .select(result.toArray(Column[]::new));
  }

  /** A list for each of the ids that the training rows had. */
  private Dataset<Row> lists(Dataset<Row> ids, SparkSession session) {
    Column seen =
        recommend.excludeSeen() ? Columns.col(FactorTable.SEEN) : array().cast("array<int>");
    Dataset<Row> known =
        FactorTable.read(session, asked)
            .select(
                Columns.col(FactorTable.ID).as("__known"),
                Columns.col(FactorTable.FACTORS).as("__factors"),
                seen.as("__seen"));
    Dataset<Row> blocks = ItemBlock.of(FactorTable.read(session, listed));
    Column best =
        udf(ItemBlock.best(recommend.topN()), DataTypes.createArrayType(ItemBlock.BEST))
            .apply(col("__factors"), col("__seen"), col(ItemBlock.NUMBERS), col(ItemBlock.FACTORS));
    Column named =
        transform(
            best,
            each ->
                struct(
                    each.getField(ItemBlock.MINUS),
                    each.getField(ItemBlock.NUMBER),
                    get(col(ItemBlock.IDS), each.getField(ItemBlock.PLACE)).as(FactorTable.ID)));
    return ids.join(known, col(ID).equalTo(col("__known")))
        .crossJoin(blocks)
        .groupBy(ID)
        .agg(first(flatten(collect_list(named))).as(LIST));
  }

  /** The first of structs that are sorted by their fields. */
  private Column first(Column structs) {
    return slice(array_sort(structs), lit(1), lit(recommend.topN()));
  }

  /** One row: the ids that most training rows have, for whom nothing was learnt of. */
  private Dataset<Row> popular(SparkSession session) {
    Column rows = negate(Columns.col(FactorTable.ROWS));
    Column number = Columns.col(FactorTable.NUMBER);
    return FactorTable.read(session, listed)
        .orderBy(rows, number)
        .limit(recommend.topN())
        .agg(first(collect_list(struct(rows, number, Columns.col(FactorTable.ID)))).as("most"))
        .select(transform(col("most"), each -> each.getField(FactorTable.ID)).as(POPULAR));
  }
}
