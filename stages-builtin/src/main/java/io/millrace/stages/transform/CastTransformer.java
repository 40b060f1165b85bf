package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.scoring.PortableCasts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/** Changes the types of columns; values are checked in the scan that runs anyway. */
final class CastTransformer extends InSql {
  /** A message holds no more of a value than this. */
  static final int SHOWN = 100;

  private final Map<String, LogicalType> types;
  private final CastFactory.OnError onError;

  CastTransformer(CastFactory.Options options) {
    types = new LinkedHashMap<>(options.columns());
    onError = options.onError();
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    Schema result = input;
    for (Map.Entry<String, LogicalType> entry : types.entrySet()) {
      Optional<io.millrace.api.schema.Column> column = input.column(entry.getKey());
      if (column.isEmpty()) {
        continue; // Core reports the names that a known input lacks.
      }
      if (!canCast(column.get().type(), entry.getValue())) {
        problems.report(
            "columns." + entry.getKey(),
            StandardError.COLUMN_TYPE,
            column.get().type().text() + " can't become " + entry.getValue().text());
      }
      result =
          result.with(io.millrace.api.schema.Column.nullable(entry.getKey(), entry.getValue()));
    }
    return result;
  }

  private static boolean canCast(LogicalType from, LogicalType to) {
    // Text to a simple type always can; asking Spark would load its SQL settings, a quarter second.
    return from.equals(to)
        || from == Simple.STRING && to instanceof Simple
        || Cast.canTryCast(Schemas.dataType(from), Schemas.dataType(to));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(types.keySet());
  }

  @Override
  Collection<String> given() {
    List<String> given = new ArrayList<>(types.keySet());
    types.values().forEach(type -> given.add(type.text()));
    return given;
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return types.entrySet().stream()
        .filter(
            entry ->
                Times.mayDecide(
                    input.column(entry.getKey()).map(io.millrace.api.schema.Column::type),
                    entry.getValue()))
        .findFirst()
        .map(
            entry ->
                "how a time in '%s' is read and written depends on the session's time zone"
                    .formatted(entry.getKey()));
  }

  @Override
  Optional<String> scoringObstacle(Schema input) {
    return types.entrySet().stream()
        .flatMap(
            entry ->
                input
                    .column(entry.getKey())
                    .flatMap(column -> PortableCasts.obstacle(column.type(), entry.getValue()))
                    .stream())
        .findFirst();
  }

  @Override
  String statement() {
    return CastSql.statement(types, onError);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> casts = new LinkedHashMap<>();
    for (Map.Entry<String, LogicalType> entry : types.entrySet()) {
      casts.put(entry.getKey(), cast(frame, entry.getKey(), entry.getValue()));
    }
    return Columns.with(frame, casts);
  }

  private Column cast(Dataset<Row> frame, String name, LogicalType type) {
    Column value = value(frame, name, type);
    Column cast = value.try_cast(Schemas.dataType(type));
    if (onError == CastFactory.OnError.NULL) {
      return cast;
    }
    String[] mark = new String[1];
    mark[0] =
        RowFailures.diagnosedBy(
            failure ->
                RowFailures.isMarked(failure, mark[0])
                    ? diagnose(frame, name, type)
                    : Optional.empty());
    // Only a value that is there and could not be cast gets as far as the second branch.
    Column raised =
        RowFailures.raise(
            StandardError.BAD_RECORD,
            mark[0],
            functions.concat(
                functions.lit("Column '" + name + "' holds '"),
                shown(value),
                functions.lit("', which is no " + type.text() + ".")));
    return functions.coalesce(cast, functions.when(value.isNotNull(), raised));
  }

  private static Column value(Dataset<Row> frame, String name, LogicalType type) {
    Column column = Columns.col(name);
    boolean fromText =
        frame.schema().apply(name).dataType() instanceof StringType && type != Simple.STRING;
    return fromText ? functions.when(functions.trim(column).notEqual(""), column) : column;
  }

  private static Column shown(Column value) {
    return functions.substring(value.cast("string"), 1, SHOWN);
  }

  private static Optional<MillraceException> diagnose(
      Dataset<Row> frame, String name, LogicalType type) {
    DataType target = Schemas.dataType(type);
    Column value = value(frame, name, type);
    Row found =
        frame
            .filter(value.isNotNull().and(value.try_cast(target).isNull()))
            .agg(functions.count(functions.lit(1)), functions.first(shown(value)))
            .head();
    long count = found.getLong(0);
    return Optional.of(
        new MillraceException(
            StandardError.BAD_RECORD,
            "Column '"
                + name
                + "' holds "
                + (count == 1 ? "1 value that is" : count + " values that are")
                + " no "
                + type.text()
                + (count == 1 ? ": '" : ", the first of them '")
                + found.getString(1)
                + "'; correct the data, or set onError: null."));
  }
}
