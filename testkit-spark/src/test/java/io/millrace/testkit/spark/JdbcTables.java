package io.millrace.testkit.spark;

import io.millrace.api.Ingestor;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.stages.ingest.jdbc.JdbcFactory;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Options of {@code ingest/jdbc} at their defaults, with what a test changes. */
record JdbcTables(
    String url,
    @Nullable String table,
    @Nullable String query,
    @Nullable String user,
    @Nullable String password,
    @Nullable String driver,
    @Nullable Map<String, LogicalType> expected,
    @Nullable String partitionColumn,
    @Nullable String lower,
    @Nullable String upper,
    boolean snapshot) {
  static JdbcTables at(String url) {
    return new JdbcTables(url, null, null, null, null, null, null, null, null, null, false);
  }

  JdbcTables table(String name) {
    return new JdbcTables(
        url, name, null, user, password, driver, expected, partitionColumn, lower, upper, snapshot);
  }

  JdbcTables query(String text) {
    return new JdbcTables(
        url, null, text, user, password, driver, expected, partitionColumn, lower, upper, snapshot);
  }

  JdbcTables as(String name, String word) {
    return new JdbcTables(
        url, table, query, name, word, driver, expected, partitionColumn, lower, upper, snapshot);
  }

  JdbcTables driver(String name) {
    return new JdbcTables(
        url, table, query, user, password, name, expected, partitionColumn, lower, upper, snapshot);
  }

  JdbcTables expecting(Map<String, LogicalType> columns) {
    return new JdbcTables(
        url,
        table,
        query,
        user,
        password,
        driver,
        columns,
        partitionColumn,
        lower,
        upper,
        snapshot);
  }

  JdbcTables cutBy(String column) {
    return cutBy(column, null, null);
  }

  JdbcTables cutBy(String column, @Nullable String from, @Nullable String to) {
    return new JdbcTables(
        url, table, query, user, password, driver, expected, column, from, to, snapshot);
  }

  JdbcTables unchanging() {
    return new JdbcTables(
        url, table, query, user, password, driver, expected, partitionColumn, lower, upper, true);
  }

  Ingestor<Dataset<Row>> stage() {
    return SparkStages.ingestor(
        new JdbcFactory()
            .create(
                new JdbcFactory.Options(
                    url,
                    table,
                    query,
                    user,
                    password,
                    driver,
                    expected,
                    partitionColumn,
                    4,
                    lower,
                    upper,
                    100,
                    snapshot)));
  }

  Schema plannedSchema() {
    return stage().schema(TestPlanContext.bare());
  }

  Dataset<Row> read() {
    return stage().read(stage().version(TestPlanContext.bare()), TestStageContext.of("raw"));
  }
}
