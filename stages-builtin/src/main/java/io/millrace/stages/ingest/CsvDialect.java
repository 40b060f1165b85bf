package io.millrace.stages.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the text of files is cut into fields: the same for Spark's reader and for our own looks. */
final class CsvDialect {
  /** Spark's limit too. */
  private static final int MAX_COLUMNS = 20_480;

  private final CsvFactory.Options options;
  private final Charset charset;
  private final String delimiter;

  /**
   * The dialect that the options describe.
   *
   * @throws IllegalArgumentException if there is no such encoding, or a character is none
   */
  CsvDialect(CsvFactory.Options options) {
    this.options = options;
    this.charset = charset(options.encoding());
    this.delimiter = options.delimiter().equals("\\t") ? "\t" : options.delimiter();
    single("quote", options.quote());
    single("escape", options.escape());
    if (!options.comment().isEmpty()) {
      single("comment", options.comment());
    }
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding: '" + name + "' is no character encoding, as UTF-8 or ISO-8859-1 are", e);
    }
  }

  private static void single(String option, String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException(option + ": '" + text + "' must be one character");
    }
  }

  Charset charset() {
    return charset;
  }

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /**
   * Line ends of wide characters can't be found before decoding; Spark decodes whole files only.
   */
  boolean multiLine() {
    return options.multiLine() || charset.name().startsWith("UTF-16") || isUtf32();
  }

  private boolean isUtf32() {
    return charset.name().startsWith("UTF-32");
  }

  /** Whether a line holds no row: blank, or a comment. */
  boolean skips(String line) {
    return line.isBlank() || (!options.comment().isEmpty() && line.startsWith(options.comment()));
  }

  /** A parser that cuts as Spark's does, which stands on the same library. */
  CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setQuote(options.quote().charAt(0));
    settings.getFormat().setQuoteEscape(options.escape().charAt(0));
    settings
        .getFormat()
        .setComment(options.comment().isEmpty() ? '\0' : options.comment().charAt(0));
    settings.setLineSeparatorDetectionEnabled(multiLine());
    settings.setNormalizeLineEndingsWithinQuotes(!multiLine());
    settings.setIgnoreLeadingWhitespaces(options.trim());
    settings.setIgnoreTrailingWhitespaces(options.trim());
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setUnescapedQuoteHandling(
        com.univocity.parsers.csv.UnescapedQuoteHandling.STOP_AT_DELIMITER);
    return new CsvParser(settings);
  }

  /** The options of Spark's CSV source, without those that depend on what happens to bad rows. */
  Map<String, String> sparkOptions() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("header", String.valueOf(options.header()));
    result.put("sep", delimiter);
    result.put("quote", options.quote());
    result.put("escape", options.escape());
    if (!options.comment().isEmpty()) {
      result.put("comment", options.comment());
    }
    result.put("encoding", charset.name());
    // Spark knows one such text, and takes an enclosed empty field for another than a bare one.
    List<String> missing = options.nullValues();
    String first = missing.isEmpty() || missing.contains("") ? "" : missing.get(0);
    result.put("nullValue", first);
    result.putAll(CsvRecordParser.missing(missing.stream().filter(t -> !t.equals(first)).toList()));
    result.put("ignoreLeadingWhiteSpace", String.valueOf(options.trim()));
    result.put("ignoreTrailingWhiteSpace", String.valueOf(options.trim()));
    result.put("multiLine", String.valueOf(multiLine()));
    return result;
  }
}
