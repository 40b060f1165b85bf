package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code transform/cast}. */
public final class CastFactory extends SparkStageFactory<CastFactory.Options> {
  /** Options of {@code transform/cast}. */
  public record Options(
      @Help("The new type of each column; blank text becomes a missing value")
          @InputColumn
          @NotEmpty
          Map<String, LogicalType> columns,
      @Help("What happens to a value that the new type can't hold") @Default("fail")
          OnError onError) {}

  /** What happens to a value that the new type can't hold. */
  public enum OnError {
    /** The run ends, with the count and the first such value. */
    FAIL,
    /** The value is missing from then on. */
    NULL
  }

  /** For ServiceLoader. */
  public CastFactory() {
    super(
        "transform/cast",
        Options.class,
        "Changes the types of columns",
        "columns: { TotalCharges: double, SeniorCitizen: boolean }");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new CastTransformer(options);
  }
}
