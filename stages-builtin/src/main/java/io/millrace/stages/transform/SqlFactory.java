package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code transform/sql}. */
public final class SqlFactory extends SparkStageFactory<SqlFactory.Options> {
  /** Options of {@code transform/sql}. */
  public record Options(
      @Help("A SELECT in Spark SQL over the view named input") @NotEmpty String query,
      @Help(
              "Names and types of the columns that the query gives, in their order; lets the stages"
                  + " after it be checked before the run")
          @NotEmpty
          @Nullable Map<String, LogicalType> schema) {}

  /** For ServiceLoader. */
  public SqlFactory() {
    super(
        "transform/sql",
        Options.class,
        "Computes columns, filters or aggregates with a query",
        "query: SELECT *, MonthlyCharges * tenure AS paid FROM input");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new SqlTransformer(options);
  }
}
