package io.millrace.stages.ingest;

import com.univocity.parsers.csv.CsvParser;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.csv.CSVExprUtils;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterator;

/**
 * What becomes of a file that is followed and whose header names other columns, or in another
 * order: none of its rows is read, since columns go by their places. Where bad records are kept it
 * stands for one of them, whose text is the header.
 */
final class OtherHeader implements Serializable {
  private static final long serialVersionUID = 1;

  /** The option of the source that says what becomes of it; headers are compared only with it. */
  static final String OPTION = "millrace.header";

  /** A bad record. */
  static final String RECORD = "record";

  /** The end of the batch. */
  static final String FAILURE = "failure";

  /** What a record that is a header begins with; text files hold no such characters. */
  private static final String MARK = "\u0001header\u0001";

  private final StructType columns;
  private final CSVOptions options;
  private final String fate;

  /**
   * @param columns those of the stream
   * @param fate {@link #RECORD} or {@link #FAILURE}
   */
  OtherHeader(StructType columns, CSVOptions options, String fate) {
    this.columns = columns;
    this.options = options;
    this.fate = fate;
  }

  /** Why a record is bad, if it is a header; missing otherwise. */
  static Column reason(Column record, StructType columns) {
    String told =
        "the file's header should name the columns %s: none of its rows is read"
            .formatted(String.join(", ", columns.fieldNames()));
    return functions.when(record.startsWith(MARK), functions.lit(told));
  }

  /** A bad record as it stands in the file. */
  static Column text(Column record) {
    return functions
        .when(
            record.startsWith(MARK),
            functions.substring(record, MARK.length() + 1, Integer.MAX_VALUE))
        .otherwise(record);
  }

  /** The bad record that the file is, if its header is another. */
  Optional<String> in(PartitionedFile file, Iterator<String> lines) {
    Option<String> header = CSVExprUtils.extractHeader(lines, options);
    return header.isEmpty() ? Optional.empty() : other(file, header.get(), header.get());
  }

  /** The same of a file whose records may go over several lines. */
  Optional<String> in(PartitionedFile file, InputStream bytes) {
    CsvParser parser = new CsvParser(options.asParserSettings());
    parser.beginParsing(bytes, options.charset());
    @Nullable String[] names = parser.parseNext();
    String text = names == null ? "" : parser.getContext().currentParsedContent();
    parser.stopParsing();
    return names == null ? Optional.empty() : other(file, names, text.strip());
  }

  private Optional<String> other(PartitionedFile file, String header, String text) {
    return other(file, new CsvParser(options.asParserSettings()).parseLine(header), text);
  }

  private Optional<String> other(
      PartitionedFile file, @Nullable String @Nullable [] names, String text) {
    if (names == null || isSame(names)) {
      return Optional.empty();
    }
    if (fate.equals(FAILURE)) {
      throw RowFailures.failure(
          StandardError.SCHEMA_MISMATCH,
          "The header of '%s' is %s, and the stream reads the columns %s; move the file away, or mend its header, and start the stream again."
              .formatted(
                  SourceFiles.shown(file.toPath()), text, String.join(", ", columns.fieldNames())));
    }
    return Optional.of(MARK + text);
  }

  private boolean isSame(@Nullable String[] names) {
    String[] told = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      told[i] = name == null || name.isBlank() ? "_c" + i : name;
    }
    return Arrays.equals(told, columns.fieldNames(), String::compareToIgnoreCase);
  }
}
