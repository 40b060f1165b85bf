package io.millrace.stages.ingest;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * After a run failed over a bad row: counts them all, and names the first. This reads the files
 * again, which a run that succeeds never pays for.
 *
 * @param quarantined the frame with the reasons of bad rows
 * @param files what it reads
 */
record BadRowCount(Supplier<Dataset<Row>> quarantined, SourceFiles files) {
  /**
   * What the failure means; empty if there are no bad rows after all.
   *
   * @param first where the first bad row of a file stands, and what is wrong with it
   */
  Optional<MillraceException> diagnose(Function<Path, Optional<String>> first) {
    List<Row> counts =
        quarantined
            .get()
            .filter(Columns.col(QuarantineColumns.REASON).isNotNull())
            .groupBy(Columns.col(QuarantineColumns.SOURCE))
            .count()
            .collectAsList();
    long count = counts.stream().mapToLong(row -> row.getLong(1)).sum();
    return counts.stream()
        .map(row -> row.getString(0))
        .min(Comparator.naturalOrder())
        .map(source -> new Path(URI.create(source)))
        .map(
            file ->
                new MillraceException(
                    StandardError.BAD_RECORD,
                    message(count, first.apply(file).orElse("in " + file.getName()))));
  }

  private String message(long count, String first) {
    return (count == 1 ? "1 row" : count + " rows")
        + " of '"
        + files.path()
        + "' can't be read; "
        + (count == 1 ? "it is " : "the first is ")
        + first
        + ". Correct the file, or set badRows to null, drop or quarantine.";
  }
}
