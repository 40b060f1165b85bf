package io.millrace.stages.ingest.generate;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes data; each row depends on the seed and its number alone, however the frame is cut. */
final class GenerateIngestor implements Ingestor<Dataset<Row>>, NamedSource {
  private final GenerateFactory.Options options;
  private final MadeUpData data;

  GenerateIngestor(GenerateFactory.Options options) {
    this.options = options;
    data = options.dataset().data();
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return data.schema(options.withTruth());
  }

  /** What is made up is its own place; the version tells rows and seed. */
  @Override
  public List<Asset> sources(Optional<String> version) {
    String name = options.dataset().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return List.of(Asset.data("generate:" + name, version.map(DataPlace::hashed).orElse("")));
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    String name = options.dataset().name().toLowerCase(Locale.ROOT);
    return Optional.of(
        "%s %d, %d rows, seed %d".formatted(name, data.edition(), options.rows(), options.seed()));
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    // A test part is a sample of them: on it a figure may well be higher.
    context.fact(data.bestName(), data.best());
    Dataset<Row> numbers = SparkSession.active().range(options.rows()).toDF();
    return data.frame(numbers, options.seed(), options.withTruth());
  }
}
