package io.millrace.stages.sink;

import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Writes the bad rows with reason, record and source, and hands on the good ones. Its input is read
 * twice, by the write and by what follows: core persists it, so that the source is parsed once.
 */
final class QuarantineSink implements Sink<Dataset<Row>> {
  /** Holds the effect that wrote the directory, and how many rows it wrote. */
  private static final String EFFECT = "_millrace_effect";

  private final QuarantineFactory.Options options;

  QuarantineSink(QuarantineFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = inputs.getOrDefault("input", Schema.unknown());
    if (QuarantineColumns.ALL.stream().anyMatch(name -> !input.has(name))) {
      problems.report(
          "",
          StandardError.UNKNOWN_COLUMN,
          "the input marks no bad rows; set badRows: quarantine on the ingestor just before");
    }
    return input.without(Set.copyOf(QuarantineColumns.ALL));
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return true;
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Dataset<Row>> context) {
    try {
      Path target = new Path(options.path());
      FileSystem files = target.getFileSystem(new Configuration());
      return written(files, target)
          .map(effect -> effect.rows().equals(receipt.facts().get("rows")))
          .orElse(false);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Receipt write(Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    try {
      Path target = new Path(options.path());
      FileSystem files =
          target.getFileSystem(SparkSession.active().sparkContext().hadoopConfiguration());
      Optional<Effect> before =
          written(files, target).filter(effect -> effect.isOf(context.effect().token()));
      String rows =
          before.isPresent() ? before.get().rows() : writeNew(files, target, inputs, context);
      context.fact("set aside", rows + " rows");
      if (!rows.equals("0")) {
        context.warn("Bad rows were set aside in " + options.path() + ": " + rows + ".");
      }
      return new Receipt(Map.of("path", options.path(), "rows", rows));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The bad rows can't be written to '" + options.path() + "': " + e.getMessage() + ".",
          e);
    }
  }

  private String writeNew(
      FileSystem files,
      Path target,
      Map<String, Dataset<Row>> inputs,
      StageContext<Dataset<Row>> context)
      throws IOException {
    Path fresh = new Path(target.suffix("." + UUID.randomUUID()).toString());
    try {
      String rows = writeRows(input(inputs), fresh);
      try (FSDataOutputStream out = files.create(new Path(fresh, EFFECT))) {
        out.write((context.effect().token() + "\n" + rows).getBytes(StandardCharsets.UTF_8));
      }
      files.delete(target, true);
      if (!files.rename(fresh, target)) {
        throw new IOException("renaming " + fresh + " was refused");
      }
      return rows;
    } finally {
      files.delete(fresh, true);
    }
  }

  private String writeRows(Dataset<Row> input, Path place) {
    Observation counted = new Observation();
    input
        .filter(reason().isNotNull())
        .select(
            reason().as("reason"),
            Columns.col(QuarantineColumns.RECORD).as("record"),
            Columns.col(QuarantineColumns.SOURCE).as("source"))
        .observe(counted, functions.count(functions.lit(1)).as("rows"))
        .write()
        .format(options.format().name().toLowerCase(Locale.ROOT))
        .save(place.toString());
    try {
      return String.valueOf(counted.getAsJava().getOrDefault("rows", 0L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    }
  }

  private record Effect(String token, String rows) {
    boolean isOf(String other) {
      return token.equals(other);
    }
  }

  private static Optional<Effect> written(FileSystem files, Path target) throws IOException {
    Path marker = new Path(target, EFFECT);
    if (!files.exists(marker)) {
      return Optional.empty();
    }
    try (var input = files.open(marker)) {
      String[] lines = new String(input.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
      return lines.length == 2 ? Optional.of(new Effect(lines[0], lines[1])) : Optional.empty();
    }
  }

  @Override
  public Dataset<Row> reopen(
      Receipt receipt, Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return good(input(inputs));
  }

  @Override
  public Dataset<Row> withoutWriting(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return good(input(inputs));
  }

  private static Dataset<Row> good(Dataset<Row> input) {
    return Columns.select(
        input.filter(reason().isNull()),
        Arrays.stream(input.columns())
            .filter(name -> !QuarantineColumns.ALL.contains(name))
            .toList());
  }

  private static Column reason() {
    return Columns.col(QuarantineColumns.REASON);
  }

  private static Dataset<Row> input(Map<String, Dataset<Row>> inputs) {
    Dataset<Row> input = inputs.get("input");
    if (input == null) {
      throw new IllegalArgumentException("no input is named input");
    }
    return input;
  }
}
