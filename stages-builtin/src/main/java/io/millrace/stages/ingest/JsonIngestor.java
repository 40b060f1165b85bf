package io.millrace.stages.ingest;

import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.record.BadRows;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads JSON files. */
final class JsonIngestor implements StreamingIngestor<Dataset<Row>>, NamedSource {
  private final JsonFactory.Options options;

  JsonIngestor(JsonFactory.Options options) {
    this.options = options;
    if (options.schema() != null) {
      options
          .schema()
          .forEach(
              (name, type) -> {
                if (type instanceof VectorOf) {
                  throw new IllegalArgumentException(
                      "schema." + name + ": a JSON file holds no values of type " + type.text());
                }
              });
    }
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    SourceFiles.at(options.path());
    // Fields that are added, and types that are found, only rows can tell.
    return options.schema() == null || options.onDrift() == OnDrift.ADD
        ? Schema.unknown()
        : withBadRows(given());
  }

  @Override
  public String followed() {
    if (options.onDrift() == OnDrift.ADD) {
      throw FollowedFiles.onlyOnce("onDrift", "take rescue, or name all fields in schema");
    }
    return FollowedFiles.followed("json", options.path());
  }

  @Override
  public Dataset<Row> follow(Schema wanted, StageContext<Dataset<Row>> context) {
    if (options.schema() != null) {
      return JsonRows.followed(options, given());
    }
    context.warn(FollowedFiles.onlyWanted(wanted));
    return JsonRows.followed(options, wanted);
  }

  private Schema given() {
    Schema schema =
        options.schema() == null
            ? Schema.of()
            : Schema.of(
                options.schema().entrySet().stream()
                    .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                    .toList());
    return options.onDrift() == OnDrift.RESCUE
        ? schema.with(Column.nullable(UnifiedFrame.RESCUED, Simple.STRING))
        : schema;
  }

  private Schema withBadRows(Schema schema) {
    return options.badRows() == BadRows.QUARANTINE ? QuarantineColumns.addedTo(schema) : schema;
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    return SourceFiles.named(options.path(), version);
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(SourceFiles.at(options.path()).version());
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    JsonRows rows = new JsonRows(SparkSession.active(), SourceFiles.at(options.path()), options);
    boolean found = options.schema() == null || options.onDrift() == OnDrift.ADD;
    return rows.frame(found ? rows.inferred().with(given().columns()) : given());
  }
}
