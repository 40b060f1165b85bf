package io.millrace.stages.ingest;

import com.univocity.parsers.csv.CsvParser;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The names of columns, from the start of each file; no rows are read. */
final class CsvHeader {
  /** Enough for any header, and for most signs of a wrong encoding. */
  private static final int LOOKED_AT = 256 * 1024;

  private final SourceFiles files;
  private final CsvDialect dialect;

  CsvHeader(SourceFiles files, CsvDialect dialect) {
    this.files = files;
    this.dialect = dialect;
  }

  /**
   * The names that all files agree on.
   *
   * @throws MillraceException EMPTY_INPUT, BAD_ENCODING, DUPLICATE_COLUMN, SCHEMA_MISMATCH or
   *     UNREADABLE_FILE, naming the file
   */
  List<String> names() {
    List<String> first = List.of();
    Path firstFile = files.paths().get(0);
    for (Path file : files.paths()) {
      List<String> names = header(file);
      if (file.equals(firstFile)) {
        first = names;
      } else if (!names.equals(first)) {
        throw new MillraceException(
            StandardError.SCHEMA_MISMATCH,
            "The header of '"
                + SourceFiles.shown(file)
                + "' differs from that of '"
                + SourceFiles.shown(firstFile)
                + "': "
                + String.join(", ", names)
                + " instead of "
                + String.join(", ", first)
                + "; set onDrift to add or rescue, or read them by separate stages.");
      }
    }
    return first;
  }

  /** The names in the header of one file. */
  List<String> header(Path file) {
    @Nullable String[] fields =
        firstRow(file)
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.EMPTY_INPUT,
                        "'" + SourceFiles.shown(file) + "' is empty: it lacks even a header."));
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.length; i++) {
      String name = fields[i] == null || fields[i].isBlank() ? "_c" + i : fields[i];
      if (!seen.add(name)) {
        throw new MillraceException(
            StandardError.DUPLICATE_COLUMN,
            "The header of '"
                + SourceFiles.shown(file)
                + "' names the column '"
                + name
                + "' twice; rename one, or set header: false and columns.");
      }
      names.add(name);
    }
    return names;
  }

  /** How many fields the first row has, for files without a header. */
  int width() {
    Path file = files.paths().get(0);
    return firstRow(file)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.EMPTY_INPUT,
                    "'" + SourceFiles.shown(file) + "' is empty: it has no rows."))
        .length;
  }

  private Optional<@Nullable String[]> firstRow(Path file) {
    String start = start(file);
    CsvParser parser = dialect.parser();
    if (dialect.multiLine()) {
      parser.beginParsing(new StringReader(start));
      @Nullable String[] row = parser.parseNext();
      parser.stopParsing();
      return Optional.ofNullable(row);
    }
    return start.lines().filter(line -> !dialect.skips(line)).findFirst().map(parser::parseLine);
  }

  /** The start of a file, decoded strictly. */
  private String start(Path file) {
    byte[] bytes;
    try {
      bytes = files.start(file, LOOKED_AT);
    } catch (IOException e) {
      throw SourceFiles.unreadable(SourceFiles.shown(file), e);
    }
    CharsetDecoder decoder =
        dialect
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer source = ByteBuffer.wrap(bytes);
    CharBuffer target = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(source, target, bytes.length < LOOKED_AT);
    if (result.isError()) {
      throw badEncoding(file, source.position());
    }
    String text = target.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private MillraceException badEncoding(Path file, int position) {
    return new MillraceException(
        StandardError.BAD_ENCODING,
        "'"
            + SourceFiles.shown(file)
            + "' is not encoded in "
            + dialect.charset().name()
            + " (byte "
            + (position + 1)
            + "); set encoding, for instance to ISO-8859-1, windows-1252 or UTF-16.");
  }
}
