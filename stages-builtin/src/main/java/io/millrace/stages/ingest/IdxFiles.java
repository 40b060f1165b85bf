package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.Schemas;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Reads IDX files. */
final class IdxFiles implements Ingestor<Dataset<Row>>, NamedSource {
  /** A task reads about so many bytes of a file that is not gzipped, and gzipped ones whole. */
  private static final int PIECE = 1 << 24;

  private final IdxOptions options;

  IdxFiles(IdxOptions options) {
    this.options = options;
    List<String> names =
        Stream.of(
                options.features(),
                options.labels() == null ? null : options.label(),
                options.position())
            .filter(Objects::nonNull)
            .toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("two of features, label and position are the same");
    }
  }

  /** A file of rows, and that of their labels. */
  private record Source(
      FileStatus file,
      IdxHeader header,
      @Nullable FileStatus labelFile,
      @Nullable IdxHeader labelHeader) {}

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return schema(sources());
  }

  private Schema schema(List<Source> sources) {
    Source first = sources.get(0);
    List<Column> columns = new ArrayList<>();
    columns.add(Column.nullable(options.features(), new VectorOf(first.header().width())));
    if (first.labelHeader() != null) {
      boolean whole = first.labelHeader().type().isWhole();
      columns.add(Column.nullable(options.label(), whole ? Simple.INT : Simple.DOUBLE));
    }
    if (options.position() != null) {
      columns.add(Column.nullable(options.position(), Simple.INT));
    }
    return Schema.of(columns);
  }

  private List<Source> sources() {
    SourceFiles files = SourceFiles.at(options.path());
    SourceFiles labels = options.labels() == null ? null : SourceFiles.at(options.labels());
    if (labels != null && labels.all().size() != files.all().size()) {
      throw mismatch(
          "'%s' stands for %d files, and '%s' for %d; each file of rows needs one of labels."
              .formatted(
                  options.path(), files.all().size(), options.labels(), labels.all().size()));
    }
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < files.all().size(); i++) {
      FileStatus file = files.all().get(i);
      IdxHeader header = header(files, file);
      if (labels == null) {
        sources.add(new Source(file, header, null, null));
      } else {
        FileStatus label = labels.all().get(i);
        sources.add(new Source(file, header, label, header(labels, label)));
      }
    }
    sources.forEach(source -> check(source, sources.get(0)));
    return sources;
  }

  private static MillraceException mismatch(String message) {
    return new MillraceException(StandardError.SCHEMA_MISMATCH, message);
  }

  private static IdxHeader header(SourceFiles files, FileStatus file) {
    String shown = SourceFiles.shown(file.getPath());
    try (InputStream raw = new BufferedInputStream(files.raw(file.getPath()))) {
      boolean gzipped = IdxHeader.isGzipped(raw);
      IdxHeader header = IdxHeader.read(IdxHeader.unpacked(raw), shown, gzipped);
      if (!gzipped && header.fileBytes() != file.getLen()) {
        throw new MillraceException(
            StandardError.UNREADABLE_FILE,
            "'%s' has %d bytes, and by its header of %d rows of the shape %s it should have %d: it was cut off, or is damaged."
                .formatted(
                    shown, file.getLen(), header.rows(), header.shape(), header.fileBytes()));
      }
      return header;
    } catch (IOException e) {
      throw SourceFiles.unreadable(shown, e);
    } catch (FSError e) {
      throw SourceFiles.unreadable(shown, SourceFiles.cause(e));
    }
  }

  private static void check(Source source, Source first) {
    IdxHeader header = source.header();
    IdxHeader labels = source.labelHeader();
    if (!header.shape().equals(first.header().shape())) {
      throw mismatch(
          "Rows of '%s' have the shape %s, and those of '%s' %s; files that are read together have one shape."
              .formatted(
                  header.shown(), header.shape(), first.header().shown(), first.header().shape()));
    }
    if (labels != null && labels.width() != 1) {
      throw mismatch(
          "Rows of '%s' have the shape %s; a label is one value."
              .formatted(labels.shown(), labels.shape()));
    }
    if (labels != null && labels.rows() != header.rows()) {
      throw mismatch(
          "'%s' has %d rows, and '%s' has %d labels."
              .formatted(header.shown(), header.rows(), labels.shown(), labels.rows()));
    }
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    List<String> versions = version.map(text -> List.of(text.split("\n"))).orElse(List.of());
    List<Asset> sources = new ArrayList<>(SourceFiles.named(options.path(), at(versions, 0)));
    if (options.labels() != null) {
      sources.addAll(SourceFiles.named(options.labels(), at(versions, 1)));
    }
    return sources;
  }

  private static Optional<String> at(List<String> texts, int index) {
    return index < texts.size() ? Optional.of(texts.get(index)) : Optional.empty();
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    String version = SourceFiles.at(options.path()).version();
    return Optional.of(
        options.labels() == null
            ? version
            : version + "\n" + SourceFiles.at(options.labels()).version());
  }

  @Override
  public Dataset<Row> read(Optional<String> version, StageContext<Dataset<Row>> context) {
    SparkSession session = SparkSession.active();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<Source> sources = sources();
    List<IdxPiece> pieces = sources.stream().flatMap(source -> pieces(source).stream()).toList();
    IdxReader reader =
        new IdxReader(
            spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
            options.position() != null);
    return session.createDataFrame(
        spark.parallelize(pieces, Math.max(1, pieces.size())).flatMap(reader),
        Schemas.toSpark(schema(sources)));
  }

  private static List<IdxPiece> pieces(Source source) {
    IdxHeader header = source.header();
    boolean whole =
        header.gzipped() || (source.labelHeader() != null && source.labelHeader().gzipped());
    int rows = whole ? header.rows() : Math.max(1, PIECE / Math.max(1, header.rowBytes()));
    List<IdxPiece> pieces = new ArrayList<>();
    for (long from = 0; from < header.rows(); from += rows) {
      pieces.add(
          new IdxPiece(
              source.file().getPath().toUri(),
              source.labelFile() == null ? null : source.labelFile().getPath().toUri(),
              (int) from,
              (int) Math.min(rows, header.rows() - from)));
    }
    return pieces;
  }
}
