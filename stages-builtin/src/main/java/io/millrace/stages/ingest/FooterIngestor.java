package io.millrace.stages.ingest;

import static java.util.Objects.requireNonNull;

import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads files that say themselves which columns they have. */
final class FooterIngestor implements StreamingIngestor<Dataset<Row>>, NamedSource {
  private final FooterFormat format;
  private final FooterFormats.Options options;

  FooterIngestor(FooterFormat format, FooterFormats.Options options) {
    this.format = format;
    this.options = options;
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return schema(groups(SourceFiles.at(options.path())));
  }

  private Schema schema(List<FileColumns> groups) {
    FileColumns first = groups.get(0);
    if (options.schema() == null) {
      return Drift.againstFirst(options.path(), first, options.onDrift())
          .resolve(first.schema(), groups);
    }
    return Drift.againstSchema(options.path(), options.onDrift()).resolve(given(), groups);
  }

  private Schema given() {
    return Schema.of(
        requireNonNull(options.schema()).entrySet().stream()
            .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
            .toList());
  }

  private List<FileColumns> groups(SourceFiles files) {
    files.requireContent();
    return FileColumns.groups(
        files.paths(), files.each(file -> format.columns(file, files.hadoop())));
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
    SourceFiles files = SourceFiles.at(options.path());
    List<FileColumns> groups = groups(files);
    Schema schema = schema(groups);
    Drift.missing(schema, groups).forEach(context::warn);
    return new UnifiedFrame(schema, List.of()).of(groups, group -> rows(files.only(group.files())));
  }

  @Override
  public String followed() {
    if (options.onDrift() != OnDrift.FAIL) {
      throw FollowedFiles.onlyOnce("onDrift", "all files need the same columns");
    }
    return FollowedFiles.followed(format.name(), options.path());
  }

  /** The columns are those of the option, else those of a file that is there. */
  @Override
  public Dataset<Row> follow(Schema wanted, StageContext<Dataset<Row>> context) {
    Optional<SourceFiles> files = SourceFiles.ifAny(options.path());
    StructType columns =
        options.schema() == null && files.isPresent()
            ? format.footer(files.get().paths().get(0), files.get().hadoop())
            : Schemas.toSpark(options.schema() == null ? wanted : given());
    return options.stream().load(options.path(), format.name(), Map.of(), columns);
  }

  private Dataset<Row> rows(SourceFiles files) {
    return SparkSession.active()
        .read()
        .schema(format.footer(files.paths().get(0), files.hadoop()))
        .format(format.name())
        .load(files.names());
  }
}
