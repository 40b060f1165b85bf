package io.millrace.stages.ingest;

import com.univocity.parsers.csv.CsvWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's parser of CSV records, which also knows several texts for a missing value, and finds
 * quotes that are never closed. Not thread-safe, as Spark's is not.
 */
final class CsvRecordParser extends UnivocityParser {
  /**
   * Options under which further texts for a missing value are handed over, with a number behind.
   */
  private static final String MISSING = "millrace.missing.";

  private final Set<String> missing;
  private final OpenQuote quotes;
  private final List<String> tokenNames;
  private final List<String> fieldNames;
  private final Function1<String, Option<InternalRow>> parse;
  private String record = "";
  private int open = OpenQuote.NONE;

  /**
   * A parser.
   *
   * @param data all columns of the file
   * @param required those that are asked for
   * @param filters what Spark lets the source filter by
   * @param given the options that the source was given
   */
  CsvRecordParser(
      StructType data,
      StructType required,
      CSVOptions options,
      Seq<Filter> filters,
      Map<String, String> given) {
    super(data, required, options, filters);
    missing = Set.copyOf(missing(given));
    quotes = OpenQuote.of(given);
    fieldNames = List.of(data.fieldNames());
    tokenNames =
        options.isColumnPruningEnabled(required) ? List.of(required.fieldNames()) : fieldNames;
    Function1<String, Option<InternalRow>> plain = super.parse();
    parse =
        line -> {
          look(line);
          return plain.apply(line);
        };
  }

  static CsvRecordParser of(
      StructType data, StructType required, CSVOptions options, Map<String, String> given) {
    Seq<Filter> none = CollectionConverters.asScala(List.<Filter>of()).toSeq();
    return new CsvRecordParser(data, required, options, none, given);
  }

  /** The options that hand over further texts for a missing value. */
  static Map<String, String> missing(List<String> texts) {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      options.put(MISSING + i, texts.get(i));
    }
    return options;
  }

  /** Those texts. */
  static List<String> missing(Map<String, String> options) {
    List<String> texts = new ArrayList<>();
    options.forEach(
        (name, text) -> {
          if (name.startsWith(MISSING)) {
            texts.add(text);
          }
        });
    return texts;
  }

  /** Called for each line where records are lines. */
  @Override
  public Function1<String, Option<InternalRow>> parse() {
    return parse;
  }

  /**
   * Called for each record, however records are cut; Spark lets its readers call it by this name.
   */
  @Override
  @SuppressWarnings("MethodName") // Scala's name for a member that its companion calls.
  public Option<InternalRow> org$apache$spark$sql$catalyst$csv$UnivocityParser$$convert(
      String[] tokens) {
    if (options().multiLine()) {
      look(tokenizer().getContext().currentParsedContent());
    }
    for (int i = 0; tokens != null && i < tokens.length; i++) {
      if (tokens[i] != null && missing.contains(tokens[i])) {
        tokens[i] = null;
      }
    }
    return open == OpenQuote.NONE ? convert(tokens) : refuse(tokens);
  }

  private Option<InternalRow> convert(String[] tokens) {
    try {
      return super.org$apache$spark$sql$catalyst$csv$UnivocityParser$$convert(tokens);
    } catch (Exception e) { // Scala does not declare Spark's exception.
      if (tokens != null
          && e instanceof BadRecordException bad
          && (bad.record().apply() == null || bad.record().apply().numBytes() == 0)) {
        // The text of a file's last record is gone by now; without one a bad row looks like a good.
        UTF8String text = UTF8String.fromString(text(tokens));
        throw CsvRecordParser.<RuntimeException>unchecked(
            new BadRecordException(() -> text, bad.partialResults(), bad.cause()));
      }
      throw CsvRecordParser.<RuntimeException>unchecked(e);
    }
  }

  private String text(String[] tokens) {
    return new CsvWriter(options().asWriterSettings()).writeRowToString((Object[]) tokens);
  }

  private void look(String text) {
    record = text == null ? "" : text;
    open = quotes.field(record);
  }

  /** The field that is not closed can't be read: where bad values become missing, it does too. */
  private Option<InternalRow> refuse(String[] tokens) {
    int token = open < fieldNames.size() ? tokenNames.indexOf(fieldNames.get(open)) : -1;
    if (tokens != null && token >= 0 && token < tokens.length) {
      tokens[token] = null;
    }
    Option<InternalRow> row = convert(tokens);
    InternalRow[] partial =
        row.isEmpty() ? new InternalRow[0] : new InternalRow[] {row.get().copy()};
    UTF8String text = UTF8String.fromString(record.stripTrailing());
    throw CsvRecordParser.<RuntimeException>unchecked(
        new BadRecordException(
            () -> text, () -> partial, new IllegalArgumentException("a quote is never closed")));
  }

  /** Spark's exception is checked, but Scala does not declare it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The cast is erased.
  private static <E extends Exception> E unchecked(Exception failure) throws E {
    throw (E) failure;
  }
}
