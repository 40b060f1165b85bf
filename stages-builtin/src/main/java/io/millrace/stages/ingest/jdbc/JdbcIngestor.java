package io.millrace.stages.ingest.jdbc;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** Reads a database by Spark's JDBC source, which reads only the columns and rows that are used. */
final class JdbcIngestor implements Ingestor<Dataset<Row>>, NamedSource {
  private final JdbcFactory.Options options;
  private final JdbcSource source;

  JdbcIngestor(JdbcFactory.Options options, JdbcSource source) {
    this.options = options;
    this.source = source;
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    if (source.isSealed()) {
      return options.schema() == null ? Schema.unknown() : wanted();
    }
    try (Connection connection = source.connect()) {
      return schema(stored(connection));
    } catch (SQLException e) {
      throw JdbcFailures.reading(source, e);
    }
  }

  /** The columns as the database describes them; no row is read for it. */
  private StructType stored(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(source.dialect().getSchemaQuery(source.relation()));
        ResultSet none = statement.executeQuery()) {
      return JdbcUtils.getSchema(connection, none, source.dialect(), true, false);
    }
  }

  private Schema schema(StructType stored) {
    if (options.schema() == null) {
      return Schemas.fromSpark(stored);
    }
    List<String> names = List.of(stored.fieldNames());
    for (String name : options.schema().keySet()) {
      if (!names.contains(name)) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            capital(source.shown())
                + " has no column '"
                + name
                + "', which schema names; it has "
                + String.join(", ", names)
                + ".");
      }
    }
    return wanted();
  }

  private static String capital(String text) {
    return text.startsWith("the ") ? "The " + text.substring("the ".length()) : text;
  }

  private Schema wanted() {
    return options.schema() == null
        ? Schema.unknown()
        : Schema.of(
            options.schema().entrySet().stream()
                .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                .toList());
  }

  /** The password may stand in the address, so that only its place is told. */
  @Override
  public List<Asset> sources(Optional<String> version) {
    String query = options.query();
    String place =
        query == null
            ? DataPlace.table(options.url(), requireNonNull(options.table()))
            : DataPlace.query(options.url(), query);
    return List.of(Asset.data(place, version.map(DataPlace::hashed).orElse("")));
  }

  /** A database does not tell its version, so only the user can say that nothing changes. */
  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return options.snapshot()
        ? Optional.of("snapshot of " + source.relation() + " at " + source.address())
        : Optional.empty();
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    String mark = UUID.randomUUID().toString();
    RowFailures.diagnosedBy(
        failure ->
            JdbcFailures.in(failure)
                .filter(found -> PatientConnections.isMarked(found, mark))
                .map(found -> JdbcFailures.reading(source, found)));
    try (Connection connection = source.connect()) {
      StructType stored = stored(connection);
      Schema schema = schema(stored);
      return selected(
          reader(connection, stored).option(PatientConnections.READER, mark).load(), schema);
    } catch (SQLException e) {
      throw JdbcFailures.reading(source, e);
    }
  }

  private DataFrameReader reader(Connection connection, StructType stored) throws SQLException {
    DataFrameReader reader =
        SparkSession.active()
            .read()
            .format("jdbc")
            .option("url", options.url())
            .option("driver", source.driver().getClass().getName())
            .option("connectionProvider", PatientConnections.NAME)
            .option("dbtable", source.relation())
            .option("fetchsize", options.fetchSize());
    if (options.user() != null) {
      reader.option("user", options.user());
    }
    if (options.password() != null) {
      reader.option("password", options.password());
    }
    bounds(connection, stored)
        .ifPresent(
            bounds ->
                reader
                    .option("partitionColumn", source.dialect().quoteIdentifier(bounds.column()))
                    .option("lowerBound", bounds.lower())
                    .option("upperBound", bounds.upper())
                    .option("numPartitions", options.numPartitions()));
    return reader;
  }

  private record Bounds(String column, String lower, String upper) {}

  /** Empty if the table is not cut, or holds nothing that it could be cut by. */
  private Optional<Bounds> bounds(Connection connection, StructType stored) throws SQLException {
    String column = options.partitionColumn();
    if (column == null) {
      return Optional.empty();
    }
    requireOrdered(column, stored);
    if (options.lowerBound() != null && options.upperBound() != null) {
      return Optional.of(new Bounds(column, options.lowerBound(), options.upperBound()));
    }
    String quoted = source.dialect().quoteIdentifier(column);
    String query = "SELECT MIN(" + quoted + "), MAX(" + quoted + ") FROM " + source.relation();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      boolean number = stored.apply(column).dataType() instanceof NumericType;
      String lower = bound(found, 1, number);
      String upper = bound(found, 2, number);
      return lower == null || upper == null
          ? Optional.empty()
          : Optional.of(new Bounds(column, lower, upper));
    }
  }

  /** Spark cuts numbers at whole ones. */
  private static @Nullable String bound(ResultSet found, int index, boolean number)
      throws SQLException {
    String text = found.getString(index);
    return text == null || !number
        ? text
        : new BigDecimal(text).setScale(0, RoundingMode.FLOOR).toPlainString();
  }

  private void requireOrdered(String column, StructType stored) {
    Optional<StructField> field =
        List.of(stored.fields()).stream().filter(f -> f.name().equals(column)).findAny();
    if (field.isEmpty()) {
      throw new MillraceException(
          StandardError.UNKNOWN_COLUMN,
          capital(source.shown())
              + " has no column '"
              + column
              + "', which partitionColumn names; it has "
              + String.join(", ", stored.fieldNames())
              + ".");
    }
    DataType type = field.get().dataType();
    if (!(type instanceof NumericType
        || type instanceof DateType
        || type instanceof TimestampType)) {
      throw new MillraceException(
          StandardError.COLUMN_TYPE,
          "partitionColumn '"
              + column
              + "' is of type "
              + type.simpleString()
              + "; take a number, a date or a timestamp.");
    }
  }

  /** A column that is not cast is one that filters of later stages can be handed on for. */
  private static Dataset<Row> selected(Dataset<Row> frame, Schema schema) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Column column : schema.columns()) {
      DataType wanted = Schemas.dataType(column.type());
      org.apache.spark.sql.Column value = Columns.col(column.name());
      boolean same = frame.schema().apply(column.name()).dataType().equals(wanted);
      columns.add(same ? value : value.cast(wanted).as(column.name()));
    }
    return frame.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }
}
