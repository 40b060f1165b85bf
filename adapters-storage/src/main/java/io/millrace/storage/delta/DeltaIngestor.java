package io.millrace.storage.delta;

import io.delta.kernel.utils.FileStatus;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.spark.api.Schemas;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a Delta table. Its version text holds the table's id too: a table made anew is another. */
record DeltaIngestor(
    TablePath path, @Nullable Long version, @Nullable Instant asOf, IngestDelta.Following following)
    implements StreamingIngestor<Dataset<Row>>, NamedSource {
  /** At a version; null for the newest. */
  static DeltaIngestor at(TablePath path, @Nullable Long version) {
    return new DeltaIngestor(path, version, null, IngestDelta.Following.ALL);
  }

  @Override
  public String followed() {
    if (version != null || asOf != null) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          (version != null ? "version" : "timestamp")
              + ": a stream follows a table from one version on; say stream: { from: VERSION }, or"
              + " leave it out.");
    }
    return "delta " + path.shown();
  }

  /**
   * A commit that rewrites rows either ends the stream or is passed over. Delta's third way, to
   * read all rows of the files that it wrote ({@code ignoreChanges}), gives unchanged rows once
   * more, so that no reader could promise each row once.
   */
  @Override
  public Dataset<Row> follow(Schema wanted, StageContext<Dataset<Row>> context) {
    reading(this::state);
    DataStreamReader reader =
        SparkSession.active()
            .readStream()
            .format("delta")
            .option("skipChangeCommits", following.skipChanges())
            .option("maxFilesPerTrigger", following.maxFiles());
    if (following.from() != null) {
      reader.option("startingVersion", following.from());
    }
    return reader.load(path.qualified());
  }

  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return reading(() -> Schemas.fromSpark(state().schema()));
  }

  @Override
  public Schema schema(String planned, PlanContext<Dataset<Row>> context) {
    return reading(
        () ->
            readable(log(), planned)
                .map(state -> Schemas.fromSpark(state.schema()))
                .orElseGet(() -> schema(context)));
  }

  /** The number alone: the place tells the table. */
  @Override
  public List<Asset> sources(Optional<String> planned) {
    String number = planned.map(text -> Long.toString(number(text))).orElse("");
    return List.of(Asset.data(DataPlace.path(path.qualified()), number));
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(reading(() -> text(state())));
  }

  @Override
  public Dataset<Row> read(Optional<String> planned, StageContext<Dataset<Row>> context) {
    return reading(
        () -> {
          TableLog log = log();
          return log.rows(SparkSession.active(), pinned(planned));
        });
  }

  @Override
  public boolean canRead(String planned, PlanContext<Dataset<Row>> context) {
    return reading(() -> readable(log(), planned).isPresent());
  }

  /** The number of the version that the run was planned with. */
  long pinned(Optional<String> planned) {
    TableLog log = log();
    return reading(() -> planned.map(text -> planned(log, text)).orElseGet(this::state).version());
  }

  private TableLog.State planned(TableLog log, String text) {
    return readable(log, text)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.SOURCE_CHANGED,
                    "The Delta table at "
                        + path.shown()
                        + " no longer has the version "
                        + number(text)
                        + " that the run was planned with; run again without --resume."));
  }

  private static Optional<TableLog.State> readable(TableLog log, String text) {
    long number = number(text);
    return log.versions().file(number).isPresent()
        ? Optional.of(log.state(number)).filter(state -> text(state).equals(text))
        : Optional.empty();
  }

  private static long number(String text) {
    return Long.parseLong(text.substring(0, text.indexOf('@')));
  }

  private static String text(TableLog.State state) {
    return state.version() + "@" + state.id();
  }

  private TableLog.State state() {
    TableLog log = log();
    LogVersions versions = log.versions();
    if (versions.isEmpty()) {
      throw missing("There is no Delta table at " + path.shown() + "; correct path.");
    }
    if (asOf != null) {
      return log.asOf(asOf)
          .map(commit -> log.state(commit.version()))
          .orElseThrow(
              () ->
                  missing(
                      "The Delta table at "
                          + path.shown()
                          + " has no version from "
                          + asOf
                          + " or before; take a later timestamp."));
    }
    long number = version == null ? versions.lastVersion() : version;
    // What the commit says is read first, since it shows a half-written file as such.
    FileStatus file =
        versions
            .file(number)
            .orElseThrow(
                () ->
                    missing(
                        "The Delta table at "
                            + path.shown()
                            + " has no version "
                            + number
                            + " that can still be read; the newest is "
                            + versions.lastVersion()
                            + "."));
    return log.state(log.commit(file).version());
  }

  static MillraceException missing(String message) {
    return new MillraceException(StandardError.MISSING_FILE, message);
  }

  TableLog log() {
    return new TableLog(FileAccess.to(path), path, "the Delta table");
  }

  /** A source that can't be read is the data's fault, not that of the platform's own storage. */
  <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (MillraceException e) {
      if (e.code() != StandardError.STORAGE_FAILED) {
        throw e;
      }
      throw new MillraceException(
          StandardError.UNREADABLE_FILE,
          "The Delta table at "
              + path.shown()
              + " can't be read: its log is damaged, or needs a newer version of Delta; check it"
              + " with the program that wrote it.",
          e);
    }
  }
}
