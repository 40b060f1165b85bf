package io.millrace.spark;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StockSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.Identifiable$;

/** What stages learnt as a Spark ML pipeline of stock classes, which Python loads too. */
final class StockPipeline {
  private static final String STOCK = "org.apache.spark.ml.";

  private StockPipeline() {}

  static void write(List<Column> unlabelled, List<?> learnt, Path directory) {
    List<Transformer> stages = new ArrayList<>();
    if (!unlabelled.isEmpty()) {
      stages.add(nullsFor(unlabelled));
    }
    learnt.forEach(value -> stages.addAll(stages(value)));
    String uid = Identifiable$.MODULE$.randomUID("pipeline");
    try {
      new PipelineModel(uid, stages).write().save(directory.toAbsolutePath().toUri().toString());
      requireWritten(directory);
      deleteChecksums(directory);
    } catch (IOException e) {
      throw Failures.known(e).orElseGet(() -> notWritten(directory, e));
    }
  }

  /**
   * Adds nulls for the columns that are not there, and leaves the others as they are: a natural
   * join compares just the columns that both sides have, nothing equals null, and where there is
   * nothing to compare, the one row on the right goes with each on the left.
   */
  private static Transformer nullsFor(List<Column> unlabelled) {
    List<String> nulls = new ArrayList<>();
    for (Column column : unlabelled) {
      if (!StockSql.takes(column.name())) {
        throw new MillraceException(
            StandardError.NOT_SERVABLE,
            "a statement of Spark ML can't name the column '" + column.name() + "'");
      }
      nulls.add(
          "CAST(NULL AS %s) AS %s"
              .formatted(Schemas.dataType(column.type()).sql(), Columns.quote(column.name())));
    }
    return StockSql.statement(
        "SELECT * FROM __THIS__ NATURAL LEFT JOIN (SELECT %s)".formatted(String.join(", ", nulls)));
  }

  private static MillraceException notWritten(Path directory, IOException cause) {
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "The Spark ML pipeline %s can't be written: %s"
            .formatted(directory, Failures.rootMessage(cause)),
        cause);
  }

  private static List<Transformer> stages(Object learnt) {
    if (!(learnt instanceof SparkMlExport export)) {
      throw new MillraceException(
          StandardError.PLUGIN_BROKEN,
          "%s has no stock Spark ML form, though its stage says so"
              .formatted(learnt.getClass().getName()));
    }
    List<Transformer> stages = export.sparkMl();
    for (Transformer stage : stages) {
      if (!stage.getClass().getName().startsWith(STOCK)) {
        throw new MillraceException(
            StandardError.PLUGIN_BROKEN,
            "%s exports %s, which is no class of Spark ML's own"
                .formatted(learnt.getClass().getName(), stage.getClass().getName()));
      }
    }
    return stages;
  }

  /** Executors write the files, and on other machines they end up on other disks. */
  private static void requireWritten(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("metadata"))) {
      if (files.noneMatch(file -> file.getFileName().toString().startsWith("part-"))) {
        throw new IOException("executors don't write to the disk of the driver");
      }
    }
  }

  /** Not every store copies hidden files, and the package has hashes of its own. */
  private static void deleteChecksums(Path directory) throws IOException {
    List<Path> checksums;
    try (Stream<Path> files = Files.walk(directory)) {
      checksums = files.filter(file -> file.toString().endsWith(".crc")).toList();
    }
    for (Path checksum : checksums) {
      Files.delete(checksum);
    }
  }
}
