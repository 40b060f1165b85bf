package io.millrace.stages.ingest.jdbc;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.SecretOption;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code ingest/jdbc}. */
public final class JdbcFactory extends SparkStageFactory<JdbcFactory.Options> {
  /** Options of {@code ingest/jdbc}. */
  @Exclusive({"table", "query"})
  public record Options(
      @Help("The database's address, as in jdbc:postgresql://db.example/shop") @NotEmpty String url,
      @Help("The table to read, as the database's SQL names it") @NotEmpty @Nullable String table,
      @Help("A query to read instead of a table") @NotEmpty @Nullable String query,
      @Help("The user to connect as") @Nullable String user,
      @Help("The user's password: write ${secret:NAME}") @SecretOption @Nullable String password,
      @Help("The class of the JDBC driver; without it the one that knows the address") @NotEmpty
          @Nullable String driver,
      @Help(
              "The columns that are read, with their types; without it all, as the database names"
                  + " them. Where the password is a secret, validate knows no others")
          @NotEmpty
          @Nullable Map<String, LogicalType> schema,
      @Help("A number, date or timestamp that cuts the table into parts that are read side by side")
          @NotEmpty
          @Nullable String partitionColumn,
      @Help("How many parts") @Range(min = 1, max = 10_000) @Default("4") int numPartitions,
      @Help("Where the parts start; with upperBound. Without both, the smallest and largest value")
          @NotEmpty
          @Nullable String lowerBound,
      @Help("Where the parts end; rows beyond are read too") @NotEmpty @Nullable String upperBound,
      @Help("How many rows travel at once") @Range(min = 1) @Default("1000") int fetchSize,
      @Help(
              "Whether the rows never change: then what was learnt from them is reused. Without it"
                  + " every run reads and learns anew")
          @Default("false")
          boolean snapshot) {}

  /** For ServiceLoader. */
  public JdbcFactory() {
    super(
        "ingest/jdbc",
        Options.class,
        "Reads a table or a query of a database through JDBC",
        """
        url: jdbc:postgresql://db.example/shop
        table: customers
        user: millrace
        password: ${secret:SHOP_PASSWORD}
        partitionColumn: id
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if ((options.table() == null) == (options.query() == null)) {
      throw new IllegalArgumentException("table, query: one of them says what to read");
    }
    if ((options.lowerBound() == null) != (options.upperBound() == null)) {
      throw new IllegalArgumentException("lowerBound, upperBound: give both, or neither");
    }
    if (options.lowerBound() != null && options.partitionColumn() == null) {
      throw new IllegalArgumentException("lowerBound: needs partitionColumn");
    }
    return new JdbcIngestor(options, new JdbcSource(options));
  }
}
