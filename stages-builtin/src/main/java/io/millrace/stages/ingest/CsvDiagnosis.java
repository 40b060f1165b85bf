package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * After a run failed over a bad row: counts them all, and finds the first with its row number. This
 * reads the files again, which a run that succeeds never pays for.
 */
final class CsvDiagnosis {
  private final BadRowCount count;
  private final SourceFiles files;
  private final CsvDialect dialect;
  private final BadRecord records;
  private final boolean header;

  CsvDiagnosis(
      Supplier<Dataset<Row>> quarantined,
      SourceFiles files,
      CsvDialect dialect,
      StructType schema) {
    this.count = new BadRowCount(quarantined, files);
    this.files = files;
    this.dialect = dialect;
    this.records = new BadRecord(schema, dialect.sparkOptions());
    this.header = Boolean.parseBoolean(dialect.sparkOptions().get("header"));
  }

  /** What a failure means, if it is one of these files'. */
  Optional<MillraceException> of(Throwable failure) {
    return isOurs(failure) ? count.diagnose(this::first) : Optional.empty();
  }

  /** Spark names the file in the failure of reading it, and the malformed record in its cause. */
  private boolean isOurs(Throwable failure) {
    boolean malformed = false;
    boolean ours = false;
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 50; t = t.getCause(), depth++) {
      if (t instanceof SparkThrowable condition && condition.getCondition() != null) {
        malformed |= condition.getCondition().startsWith("MALFORMED_RECORD_IN_PARSING");
        String path = condition.getMessageParameters().get("path");
        ours |= path != null && isOurs(path);
      }
    }
    return malformed && ours;
  }

  private boolean isOurs(String path) {
    // Spark writes it as a URI, with blanks and the like encoded.
    return files.paths().stream()
        .anyMatch(
            file ->
                path.equals(file.toString())
                    || path.equals(file.toUri().toString())
                    || path.replaceFirst("^file:/+", "/").equals(file.toUri().getRawPath())
                    || path.replaceFirst("^file:/+", "/").equals(file.toUri().getPath()));
  }

  private Optional<String> first(Path file) {
    if (dialect.multiLine()) {
      return Optional.empty();
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(file), dialect.charset()))) {
      return first(lines, file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> first(BufferedReader lines, Path file) throws IOException {
    long lineNumber = 0;
    long row = header ? -1 : 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      lineNumber++;
      if (dialect.skips(line) || ++row == 0) {
        continue;
      }
      Optional<String> reason = records.reason(line);
      if (reason.isPresent()) {
        return Optional.of(
            "row " + row + " (line " + lineNumber + ") of " + file.getName() + ": " + reason.get());
      }
    }
    return Optional.empty();
  }
}
