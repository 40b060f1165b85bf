package io.millrace.stages.ingest;

import io.millrace.spark.api.record.JsonRecord;
import io.millrace.spark.api.record.JsonRecordParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** Finds the first bad record of a file, with the number of its line. */
record JsonFirstBadRow(SourceFiles files, JsonReading reading, StructType schema)
    implements Function<Path, Optional<String>> {
  @Override
  public Optional<String> apply(Path file) {
    JsonRecordParser parser =
        new JsonRecordParser(
            JsonFileReader.columns(schema), JsonRecordParser.options(), reading.rescued());
    try (InputStream stream = files.open(file)) {
      Iterator<JsonRecord> records = records(stream);
      while (records.hasNext()) {
        JsonRecord record = records.next();
        String reason = parser.parse(record).reason();
        if (reason != null) {
          return Optional.of("line " + record.line() + " of " + file.getName() + ": " + reason);
        }
      }
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private Iterator<JsonRecord> records(InputStream stream) throws IOException {
    return reading.documents()
        ? new JsonDocument(stream, reading.rows())
        : new JsonLines(
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                .lines()
                .iterator(),
            Function.identity());
  }
}
