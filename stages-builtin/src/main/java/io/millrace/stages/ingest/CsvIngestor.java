package io.millrace.stages.ingest;

import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.record.BadRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads CSV files. */
final class CsvIngestor implements StreamingIngestor<Dataset<Row>>, NamedSource {
  private final CsvFactory.Options options;
  private final CsvDialect dialect;
  private final Map<String, LogicalType> types;

  CsvIngestor(CsvFactory.Options options) {
    this.options = options;
    dialect = new CsvDialect(options);
    types = options.schema() == null ? Map.of() : new LinkedHashMap<>(options.schema());
    if (options.header() && options.columns() != null) {
      throw new IllegalArgumentException("columns: only files with header: false need it");
    }
    if (!options.header() && drifts()) {
      throw new IllegalArgumentException(
          "onDrift: only files with a header say which columns they have");
    }
    types.forEach(CsvIngestor::checkType);
  }

  private static void checkType(String name, LogicalType type) {
    boolean nested =
        type instanceof ArrayOf || type instanceof StructOf || type instanceof VectorOf;
    if (nested || type == Simple.BINARY) {
      throw new IllegalArgumentException(
          "schema." + name + ": a CSV file holds no values of type " + type.text());
    }
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    SourceFiles files = SourceFiles.at(options.path());
    if (drifts()) {
      List<FileColumns> groups = groups(files);
      return options.infer() ? Schema.unknown() : withBadRows(unified(groups));
    }
    List<String> names = names(files);
    return options.infer() ? Schema.unknown() : withBadRows(typed(names));
  }

  @Override
  public String followed() {
    if (options.infer()) {
      throw FollowedFiles.onlyOnce("infer", "give the types in schema");
    }
    if (drifts()) {
      throw FollowedFiles.onlyOnce("onDrift", "all files need the same columns");
    }
    return FollowedFiles.followed("csv", options.path());
  }

  /** The header of a file that is there names the columns; without one, the options do. */
  @Override
  public Dataset<Row> follow(Schema wanted, StageContext<Dataset<Row>> context) {
    return CsvRows.followed(options, dialect, followedColumns(wanted));
  }

  private Schema followedColumns(Schema wanted) {
    Optional<SourceFiles> files = SourceFiles.ifAny(options.path());
    List<String> names =
        files.isPresent() && options.header()
            ? new CsvHeader(files.get(), dialect).header(files.get().paths().get(0))
            : options.columns() != null ? options.columns() : List.copyOf(types.keySet());
    if (names.isEmpty()) {
      names = wanted.names();
    }
    requireTyped(names);
    return Schema.of(
        names.stream()
            .map(
                name ->
                    Column.nullable(
                        name,
                        types.getOrDefault(
                            name, wanted.column(name).map(Column::type).orElse(Simple.STRING))))
            .toList());
  }

  /** Whether files may have columns of their own. */
  private boolean drifts() {
    return options.onDrift() != OnDrift.FAIL;
  }

  private List<FileColumns> groups(SourceFiles files) {
    CsvHeader header = new CsvHeader(files, dialect);
    List<FileColumns> groups =
        FileColumns.groups(files.paths(), files.each(file -> typed(header.header(file))));
    requireTyped(groups.stream().flatMap(g -> g.schema().names().stream()).distinct().toList());
    return groups;
  }

  private Schema unified(List<FileColumns> groups) {
    FileColumns first = groups.get(0);
    return Drift.againstFirst(options.path(), first, options.onDrift())
        .resolve(first.schema(), groups);
  }

  private Schema withBadRows(Schema schema) {
    return options.badRows() == BadRows.QUARANTINE ? QuarantineColumns.addedTo(schema) : schema;
  }

  private Schema typed(List<String> names) {
    return Schema.of(
        names.stream()
            .map(name -> Column.nullable(name, types.getOrDefault(name, Simple.STRING)))
            .toList());
  }

  private List<String> names(SourceFiles files) {
    List<String> names = namesOf(new CsvHeader(files, dialect));
    requireTyped(names);
    return names;
  }

  private void requireTyped(List<String> names) {
    for (String name : types.keySet()) {
      if (!names.contains(name)) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            "'"
                + options.path()
                + "' has no column '"
                + name
                + "', which schema names; it has "
                + String.join(", ", names)
                + ".");
      }
    }
  }

  private List<String> namesOf(CsvHeader header) {
    if (options.header()) {
      return header.names();
    }
    int width = header.width();
    List<String> given = new ArrayList<>(types.keySet());
    if (options.columns() != null) {
      given = options.columns();
    } else if (given.isEmpty()) {
      return IntStream.range(0, width).mapToObj(i -> "_c" + i).toList();
    }
    if (given.size() != width) {
      throw new MillraceException(
          StandardError.SCHEMA_MISMATCH,
          "The first row of '"
              + options.path()
              + "' has "
              + width
              + " fields, but "
              + given.size()
              + " columns are named.");
    }
    return given;
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
    SparkSession session = SparkSession.active();
    SourceFiles files = SourceFiles.at(options.path());
    if (drifts()) {
      return unified(session, files, context);
    }
    List<String> names = names(files);
    Schema schema = options.infer() ? inferred(session, files, names) : typed(names);
    return new CsvRows(session, files, dialect, schema).frame(options.badRows());
  }

  private Dataset<Row> unified(
      SparkSession session, SourceFiles files, StageContext<Dataset<Row>> context) {
    List<FileColumns> groups = groups(files);
    if (options.infer()) {
      groups =
          groups.stream()
              .map(
                  group ->
                      new FileColumns(
                          group.files(),
                          inferred(session, files.only(group.files()), group.schema().names())))
              .toList();
    }
    Schema schema = unified(groups);
    Drift.missing(schema, groups).forEach(context::warn);
    List<String> passed =
        options.badRows() == BadRows.QUARANTINE ? QuarantineColumns.ALL : List.of();
    return new UnifiedFrame(schema, passed)
        .of(
            groups,
            group ->
                new CsvRows(session, files.only(group.files()), dialect, group.schema())
                    .frame(options.badRows()));
  }

  private Schema inferred(SparkSession session, SourceFiles files, List<String> names) {
    return CsvRows.inferred(session, files, dialect, names)
        .with(
            types.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                .toList());
  }
}
