package io.millrace.spark;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.StreamingEngine.Parted;
import io.millrace.spark.api.Columns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that a computation fails on, by halving: Spark fails a job as a whole, and does
 * not say over which row. A row is known by the hash of its content, so that equal rows stay
 * together.
 */
final class RowParting {
  /** More than that means that it is not the rows that are wrong; each costs some ten jobs. */
  static final int REFUSED_AT_MOST = 1_000;

  private static final String HASH = "_millrace_hash";
  private static final String COUNT = "_millrace_count";
  private static final String GREATEST = "_millrace_greatest";

  private final Dataset<Row> rows;
  private final Dataset<Row> hashed;
  private final UnaryOperator<Dataset<Row>> computation;
  private final Map<Long, String> reasons = new HashMap<>();

  private RowParting(Dataset<Row> rows, UnaryOperator<Dataset<Row>> computation) {
    this.rows = rows;
    this.hashed = rows.withColumn(HASH, functions.xxhash64(Columns.cols(List.of(rows.columns()))));
    this.computation = computation;
  }

  static Parted<Dataset<Row>> part(Dataset<Row> rows, UnaryOperator<Dataset<Row>> computation) {
    return new RowParting(rows, computation).parted();
  }

  private Parted<Dataset<Row>> parted() {
    @Nullable MillraceException failure = failure(rows);
    if (failure == null) {
      return new Parted<>(rows, null);
    }
    List<Long> hashes =
        hashed.select(Columns.col(HASH)).distinct().as(Encoders.LONG()).collectAsList().stream()
            .sorted()
            .toList();
    requireRows(failure, hashes);
    halve(hashes, failure);
    if (failure.code().blame() == Blame.BUG
        && hashes.size() > 1
        && reasons.size() == hashes.size()) {
      throw failure;
    }
    UDF1<Long, String> told = new HashMap<>(reasons)::get;
    Dataset<Row> marked =
        hashed.withColumn(
            QuarantineColumns.REASON,
            functions.udf(told, DataTypes.StringType).apply(Columns.col(HASH)));
    Column reason = Columns.col(QuarantineColumns.REASON);
    return new Parted<>(
        marked.filter(reason.isNull()).drop(HASH, QuarantineColumns.REASON),
        marked.filter(reason.isNotNull()).drop(HASH));
  }

  /** No row is to blame for what fails without rows, or where the machine is at its limits. */
  private void requireRows(MillraceException failure, List<Long> hashes) {
    if (failure.code().blame() == Blame.OUTSIDE
        || hashes.isEmpty()
        || failure(rows.limit(0)) != null) {
      throw failure;
    }
  }

  /** The computation fails on rows with these hashes. */
  private void halve(List<Long> hashes, MillraceException failure) {
    if (failure.code().blame() == Blame.OUTSIDE) {
      throw failure;
    }
    if (hashes.size() == 1) {
      if (reasons.size() == REFUSED_AT_MOST) {
        throw new MillraceException(
            StandardError.BAD_RECORD,
            "more than %d rows of one batch can't be scored; one of them since: %s"
                .formatted(REFUSED_AT_MOST, failure.getMessage()),
            failure);
      }
      reasons.put(hashes.get(0), String.valueOf(failure.getMessage()));
      return;
    }
    int middle = hashes.size() / 2;
    for (List<Long> half :
        List.of(hashes.subList(0, middle), hashes.subList(middle, hashes.size()))) {
      Column between = Columns.col(HASH).between(half.get(0), half.get(half.size() - 1));
      @Nullable MillraceException found = failure(hashed.filter(between).drop(HASH));
      if (found != null) {
        halve(half, found);
      }
    }
  }

  private @Nullable MillraceException failure(Dataset<Row> some) {
    try {
      computation.apply(some).write().format("noop").mode("overwrite").save();
      return null;
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      return Failures.explain(e);
    }
  }

  static Dataset<Row> records(Dataset<Row> refused) {
    List<String> names = List.of(refused.columns());
    Column row =
        functions.to_json(
            functions.struct(
                Columns.cols(
                    names.stream()
                        .filter(name -> !QuarantineColumns.ALL.contains(name))
                        .toList())));
    Column nothing = functions.lit(null).cast(DataTypes.StringType);
    return refused.select(
        Columns.col(QuarantineColumns.REASON),
        (names.contains(QuarantineColumns.RECORD)
                ? functions.coalesce(Columns.col(QuarantineColumns.RECORD), row)
                : row)
            .as(QuarantineColumns.RECORD),
        (names.contains(QuarantineColumns.SOURCE) ? Columns.col(QuarantineColumns.SOURCE) : nothing)
            .as(QuarantineColumns.SOURCE));
  }

  static Parted<Dataset<Row>> distinct(
      Dataset<Row> rows, List<String> keys, @Nullable String newest) {
    WindowSpec equal = Window.partitionBy(Columns.cols(keys));
    Dataset<Row> some = rows;
    if (newest != null) {
      some =
          rows.withColumn(GREATEST, functions.max(Columns.col(newest)).over(equal))
              .filter(Columns.col(newest).eqNullSafe(Columns.col(GREATEST)))
              .drop(GREATEST);
    }
    String[] own =
        Stream.of(rows.columns())
            .filter(name -> !QuarantineColumns.ALL.contains(name))
            .toArray(String[]::new);
    some = some.dropDuplicates(own);
    Dataset<Row> counted = some.withColumn(COUNT, functions.count(functions.lit(1)).over(equal));
    Column count = Columns.col(COUNT);
    Column reason =
        functions.format_string(
            "%d rows of the batch have the same keys ("
                + String.join(", ", keys).replace("%", "%%")
                + ")"
                + (newest == null ? "" : ", and none is the newest"),
            count);
    return new Parted<>(
        counted.filter(count.equalTo(1)).drop(COUNT),
        counted.filter(count.gt(1)).withColumn(QuarantineColumns.REASON, reason).drop(COUNT));
  }
}
