package io.millrace.stages.transform;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.StockSql;
import java.util.Map;
import java.util.stream.Collectors;

/** A cast as a statement; {@code TRY_CAST} means the same in any dialect of Spark SQL. */
final class CastSql {
  private CastSql() {}

  static String statement(Map<String, LogicalType> types, CastFactory.OnError onError) {
    String names = types.keySet().stream().map(Columns::quote).collect(Collectors.joining(", "));
    String casts =
        types.entrySet().stream()
            .map(
                entry ->
                    cast(entry.getKey(), entry.getValue(), onError)
                        + " AS "
                        + Columns.quote(entry.getKey()))
            .collect(Collectors.joining(", "));
    return "SELECT * EXCEPT (%s), %s FROM __THIS__".formatted(names, casts);
  }

  private static String cast(String name, LogicalType type, CastFactory.OnError onError) {
    String sqlType = Schemas.dataType(type).sql();
    String value = value(Columns.quote(name), type);
    String cast = "TRY_CAST(%s AS %s)".formatted(value, sqlType);
    return onError == CastFactory.OnError.NULL
        ? cast
        : "coalesce(%s, CASE WHEN %s IS NOT NULL THEN CAST(%s AS %s) END)"
            .formatted(cast, value, failure(name, type), sqlType);
  }

  /** The statement is written without knowing what type comes in; only of text are blanks null. */
  private static String value(String column, LogicalType type) {
    return type == Simple.STRING
        ? column
        : "CASE WHEN typeof(%1$s) LIKE 'string%%' AND trim(CAST(%1$s AS STRING)) = '' THEN NULL ELSE %1$s END"
            .formatted(column);
  }

  private static String failure(String name, LogicalType type) {
    return "raise_error(concat(%s, substring(CAST(%s AS STRING), 1, %d), %s))"
        .formatted(
            StockSql.literal("Column '" + name + "' holds '"),
            Columns.quote(name),
            CastTransformer.SHOWN,
            StockSql.literal("', which is no " + type.text() + "."));
  }
}
