package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads files that say themselves which columns they have. */
final class FooterIngestor implements Ingestor<Dataset<Row>> {
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
    Schema wanted =
        Schema.of(
            options.schema().entrySet().stream()
                .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                .toList());
    return Drift.againstSchema(options.path(), options.onDrift()).resolve(wanted, groups);
  }

  private List<FileColumns> groups(SourceFiles files) {
    files.requireContent();
    return FileColumns.groups(
        files.paths(), files.each(file -> format.columns(file, files.hadoop())));
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

  private Dataset<Row> rows(SourceFiles files) {
    return SparkSession.active()
        .read()
        .schema(format.footer(files.paths().get(0), files.hadoop()))
        .format(format.name())
        .load(files.names());
  }
}
