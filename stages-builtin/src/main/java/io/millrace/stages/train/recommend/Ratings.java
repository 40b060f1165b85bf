package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Training rows that were checked.
 *
 * @param frame the columns {@link #USER} and {@link #ITEM}, as users name them, and {@link
 *     #RATING}, a double
 * @param rows how many there are
 * @param mean of the ratings
 */
record Ratings(Dataset<Row> frame, long rows, double mean) {
  static final String USER = "user";
  static final String ITEM = "item";
  static final String RATING = "rating";

  /** Checks the rows in one job. */
  static Ratings of(Dataset<Row> train, AlsOptions options) {
    String rating = options.rating();
    Dataset<Row> frame =
        train.select(
            Columns.col(options.user()).as(USER),
            Columns.col(options.item()).as(ITEM),
            (rating == null ? lit(1.0) : Columns.col(rating).cast("double")).as(RATING));
    // Spark ML learns in floats. Not a number compares as greater than all.
    Column unusable =
        coalesce(abs(Columns.col(RATING)).gt(lit((double) Float.MAX_VALUE)), lit(true));
    Row counts =
        frame
            .agg(
                count(lit(1)),
                count_if(unusable),
                count_if(Columns.col(USER).isNull()),
                count_if(Columns.col(ITEM).isNull()),
                avg(Columns.col(RATING)))
            .head();
    if (counts.getLong(0) == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no training rows to learn ratings from.");
    }
    refuse(StandardError.UNUSABLE_LABEL, "rating", String.valueOf(rating), counts.getLong(1));
    refuse(StandardError.UNUSABLE_COLUMN, "user", options.user(), counts.getLong(2));
    refuse(StandardError.UNUSABLE_COLUMN, "item", options.item(), counts.getLong(3));
    return new Ratings(frame, counts.getLong(0), counts.getDouble(4));
  }

  private static void refuse(StandardError code, String what, String column, long rows) {
    if (rows > 0) {
      throw new MillraceException(
          code,
          "The %s '%s' is missing%s in %d training %s: drop such rows with transform/filter."
              .formatted(
                  what,
                  column,
                  what.equals("rating") ? " or no finite number" : "",
                  rows,
                  rows == 1 ? "row" : "rows"));
    }
  }
}
