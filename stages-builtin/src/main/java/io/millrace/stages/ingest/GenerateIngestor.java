package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes data; each row depends on the seed and its number alone, however the frame is cut. */
final class GenerateIngestor implements Ingestor<Dataset<Row>> {
  private final GenerateFactory.Options options;
  private final ChurnData churn;

  GenerateIngestor(GenerateFactory.Options options) {
    this.options = options;
    churn = new ChurnData(options.seed(), options.withTruth());
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return churn.schema();
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of("churn 1, " + options.rows() + " rows, seed " + options.seed());
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    // A test part is a sample of them: on it a figure may well be higher.
    context.fact("best possible auc", ChurnData.BEST_AUC + " over all customers");
    return churn.frame(SparkSession.active().range(options.rows()).toDF());
  }
}
