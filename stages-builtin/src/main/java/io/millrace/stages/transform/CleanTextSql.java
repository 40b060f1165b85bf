package io.millrace.stages.transform;

import static io.millrace.stages.transform.ColumnSqlTransformer.literal;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Cleans texts by nested calls of SQL's own functions. */
final class CleanTextSql implements ColumnSql {
  /** Blanks of Unicode too, as the one that does not break a line. */
  private static final String BLANKS = "(?U)[\\s\\u00a0]+";

  private static final String BLANKS_AT_ENDS = "(?U)^[\\s\\u00a0]+|[\\s\\u00a0]+\\z";

  private final CleanTextOptions options;
  private final ColumnPairs pairs;

  CleanTextSql(CleanTextOptions options) {
    this.options = options;
    this.pairs = ColumnPairs.of(options.columns(), options.outputs(), "");
    options.replace().forEach(CleanTextSql::checkReplacement);
    if (options.extract() != null) {
      pattern("extract", options.extract());
    }
  }

  private static Pattern pattern(String option, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s: '%s' is no regular expression: %s".formatted(option, text, e.getDescription()), e);
    }
  }

  private static void checkReplacement(String text, String replacement) {
    pattern("replace", text);
    try {
      // The empty alternative always matches, so that the groups of the replacement are looked up.
      String unused = Pattern.compile("(?:" + text + "\n)|").matcher("").replaceAll(replacement);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "replace: '%s' is no replacement for '%s': write \\$ for a dollar sign, $1 for a group"
              .formatted(replacement, text),
          e);
    }
  }

  @Override
  public List<String> inputs() {
    return pairs.inputs();
  }

  @Override
  public List<Column> outputs(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        inputs(),
        type -> type == Simple.STRING,
        "only texts can be cleaned: cast it before",
        problems);
    return pairs.outputs().values().stream()
        .map(name -> Column.nullable(name, Simple.STRING))
        .toList();
  }

  @Override
  public Map<String, String> expressions() {
    Map<String, String> cleaned = new LinkedHashMap<>();
    pairs.outputs().forEach((input, output) -> cleaned.put(output, cleaned(Columns.quote(input))));
    return cleaned;
  }

  private String cleaned(String column) {
    String text = options.stripAccents() ? Accents.stripped(column) : column;
    text =
        switch (options.letters()) {
          case KEEP -> text;
          case LOWER -> "lower(" + text + ")";
          case UPPER -> "upper(" + text + ")";
        };
    for (Map.Entry<String, String> each : options.replace().entrySet()) {
      text = replaced(text, each.getKey(), each.getValue());
    }
    if (options.extract() != null) {
      text = extracted(text, options.extract());
    }
    text = options.joinBlanks() ? replaced(text, BLANKS, " ") : text;
    text = options.trim() ? replaced(text, BLANKS_AT_ENDS, "") : text;
    return options.emptyAsNull() ? "nullif(" + text + ", '')" : text;
  }

  static String replaced(String text, String pattern, String by) {
    return "regexp_replace(%s, %s, %s)".formatted(text, literal(pattern), literal(by));
  }

  private static String extracted(String text, String pattern) {
    int group = Math.min(1, Pattern.compile(pattern).matcher("").groupCount());
    return "CASE WHEN regexp_like(%1$s, %2$s) THEN regexp_extract(%1$s, %2$s, %3$d) END"
        .formatted(text, literal(pattern), group);
  }
}
