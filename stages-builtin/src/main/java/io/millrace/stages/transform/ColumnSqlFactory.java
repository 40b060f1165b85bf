package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers one stage of the table in {@link Preparations}. */
final class ColumnSqlFactory<O extends Record> extends SparkStageFactory<O> {
  private final Function<O, ColumnSql> sql;

  ColumnSqlFactory(
      String name, Class<O> options, String help, String example, Function<O, ColumnSql> sql) {
    super(name, options, help, example);
    this.sql = sql;
  }

  @Override
  public Stage<Dataset<Row>> create(O options) {
    return new ColumnSqlTransformer(sql.apply(options));
  }
}
