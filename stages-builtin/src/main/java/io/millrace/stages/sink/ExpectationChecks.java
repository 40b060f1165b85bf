package io.millrace.stages.sink;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.sink.Expectation.Check;
import io.millrace.stages.sink.Expectation.OnFail;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;

/** Mistakes in expectations, found before there are rows. */
final class ExpectationChecks {
  private ExpectationChecks() {}

  /** Refuses what contradicts itself, whatever the columns. */
  static void requireSound(ExpectFactory.Options options) {
    for (int i = 0; i < options.expectations().size(); i++) {
      Expectation expectation = options.expectations().get(i);
      String mistake = mistake(expectation);
      if (mistake.isEmpty()
          && expectation.onFail() == OnFail.QUARANTINE
          && options.path() == null) {
        mistake = "onFail quarantine needs path, the directory that gets the rows";
      }
      if (!mistake.isEmpty()) {
        throw new IllegalArgumentException("expectations[%d]: %s".formatted(i, mistake));
      }
    }
  }

  private static String mistake(Expectation expectation) {
    Check check = expectation.check();
    for (Map.Entry<String, Boolean> option : given(expectation).entrySet()) {
      boolean fits = options(check).contains(option.getKey());
      if (option.getValue() && !fits) {
        return "%s is not for check %s".formatted(option.getKey(), text(check));
      }
    }
    String missing = missing(expectation);
    if (!missing.isEmpty()) {
      return "check %s needs %s".formatted(text(check), missing);
    }
    if (expectation.onFail().keepsBack() && !check.isOfRows()) {
      return "check %s looks at all rows together, so none can be kept back: onFail is fail or warn"
          .formatted(text(check));
    }
    if (expectation.onFail().keepsBack() && expectation.mostly() < 1) {
      return "mostly is for onFail fail and warn";
    }
    if (expectation.of().size() != expectation.columns().size() && !expectation.of().isEmpty()) {
      return "of names %d columns, and columns %d"
          .formatted(expectation.of().size(), expectation.columns().size());
    }
    return unreadable(expectation);
  }

  private static Map<String, Boolean> given(Expectation expectation) {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("columns", !expectation.columns().isEmpty());
    given.put("min", expectation.min() != null);
    given.put("max", expectation.max() != null);
    given.put("earliest", expectation.earliest() != null);
    given.put("latest", expectation.latest() != null);
    given.put("values", !expectation.values().isEmpty());
    given.put("pattern", expectation.pattern() != null);
    given.put("input", expectation.input() != null);
    given.put("of", !expectation.of().isEmpty());
    given.put("condition", expectation.condition() != null);
    return given;
  }

  private static List<String> options(Check check) {
    return switch (check) {
      case NOT_NULL, UNIQUE -> List.of("columns");
      case RANGE -> List.of("columns", "min", "max", "earliest", "latest");
      case DOMAIN -> List.of("columns", "values");
      case MATCHES -> List.of("columns", "pattern");
      case ROW_COUNT -> List.of("min", "max");
      case REFERENCES -> List.of("columns", "input", "of");
      case SQL, AGGREGATE -> List.of("condition");
    };
  }

  private static String missing(Expectation expectation) {
    Map<String, Boolean> given = given(expectation);
    boolean bounded =
        List.of("min", "max", "earliest", "latest").stream()
            .anyMatch(name -> given.getOrDefault(name, false));
    for (String option : options(expectation.check())) {
      boolean optional = List.of("min", "max", "earliest", "latest", "of").contains(option);
      if (!optional && !given.getOrDefault(option, false)) {
        return option;
      }
    }
    return switch (expectation.check()) {
      case RANGE -> bounded ? "" : "min, max, earliest or latest";
      case ROW_COUNT -> bounded ? "" : "min or max";
      default -> "";
    };
  }

  private static String unreadable(Expectation expectation) {
    try {
      if (expectation.pattern() != null) {
        Pattern.compile(expectation.pattern());
      }
    } catch (PatternSyntaxException e) {
      return "pattern '%s' is no regular expression: %s"
          .formatted(expectation.pattern(), e.getDescription());
    }
    for (String time : new String[] {expectation.earliest(), expectation.latest()}) {
      if (time != null && !isTime(time)) {
        return "'%s' is no date or time; write 2026-11-20 or 2026-11-20T10:00:00".formatted(time);
      }
    }
    String condition = expectation.condition();
    return condition == null || isSql(condition)
        ? ""
        : "condition '%s' is no condition in SQL".formatted(condition);
  }

  private static boolean isTime(String text) {
    try {
      if (text.length() <= "2026-11-20".length()) {
        LocalDate.parse(text);
      } else {
        LocalDateTime.parse(text.replace(' ', 'T'));
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isSql(String text) {
    try {
      new CatalystSqlParser().parseExpression(text);
      return true;
    } catch (Exception e) { // ParseException is checked, but Scala does not declare it.
      return false;
    }
  }

  static String text(Check check) {
    return check.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reports columns that are missing or of no use for a check. */
  static void check(List<Expectation> expectations, Map<String, Schema> inputs, Problems problems) {
    Schema input = inputs.getOrDefault("input", Schema.unknown());
    for (int i = 0; i < expectations.size(); i++) {
      Expectation expectation = expectations.get(i);
      String place = "expectations[" + i + "].";
      for (int c = 0; c < expectation.columns().size(); c++) {
        checkColumn(
            input,
            expectation.columns().get(c),
            expectation,
            place + "columns[" + c + "]",
            problems);
      }
      if (expectation.input() != null) {
        checkReference(expectation, input, inputs, place, problems);
      }
    }
  }

  private static void checkColumn(
      Schema input, String name, Expectation expectation, String place, Problems problems) {
    if (!input.has(name)) {
      problems.report(
          place,
          StandardError.UNKNOWN_COLUMN,
          "the input has no column '%s'; it has %s"
              .formatted(name, String.join(", ", input.names())));
      return;
    }
    input
        .column(name)
        .filter(column -> !fits(column.type(), expectation))
        .ifPresent(
            column ->
                problems.report(
                    place,
                    StandardError.COLUMN_TYPE,
                    "column '%s' has the type %s, and check %s takes %s"
                        .formatted(
                            name,
                            column.type().text(),
                            text(expectation.check()),
                            taken(expectation))));
  }

  private static boolean fits(LogicalType type, Expectation expectation) {
    return switch (expectation.check()) {
      case RANGE -> isOfTimes(expectation) ? isTime(type) : type.isNumeric();
      case MATCHES -> type == Simple.STRING;
      case DOMAIN -> type.isNumeric() ? areNumbers(expectation.values()) : type instanceof Simple;
      default -> true;
    };
  }

  private static String taken(Expectation expectation) {
    return switch (expectation.check()) {
      case RANGE ->
          isOfTimes(expectation) ? "dates and times for these bounds" : "numbers for these bounds";
      case MATCHES -> "texts";
      default -> "simple values, and numbers where the column holds some";
    };
  }

  private static boolean isTime(LogicalType type) {
    return type == Simple.DATE || type == Simple.TIMESTAMP;
  }

  static boolean isOfTimes(Expectation expectation) {
    return expectation.earliest() != null || expectation.latest() != null;
  }

  private static boolean areNumbers(List<String> values) {
    return values.stream()
        .allMatch(value -> value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"));
  }

  private static void checkReference(
      Expectation expectation,
      Schema input,
      Map<String, Schema> inputs,
      String place,
      Problems problems) {
    String name = String.valueOf(expectation.input());
    Schema other = inputs.get(name);
    if (other == null) {
      // Without any input, only the options are looked at.
      if (!inputs.isEmpty()) {
        problems.report(
            place + "input",
            StandardError.UNKNOWN_INPUT,
            "no input is named '%s'; write from: { input: …, %s: … }".formatted(name, name));
      }
      return;
    }
    for (int i = 0; i < expectation.referenced().size(); i++) {
      String there = expectation.referenced().get(i);
      if (!other.has(there)) {
        problems.report(
            place + (expectation.of().isEmpty() ? "columns" : "of") + "[" + i + "]",
            StandardError.UNKNOWN_COLUMN,
            "the input '%s' has no column '%s'".formatted(name, there));
        continue;
      }
      Column own = input.column(expectation.columns().get(i)).orElse(null);
      Column theirs = other.column(there).orElse(null);
      if (own != null && theirs != null && !own.type().equals(theirs.type())) {
        problems.report(
            place + "columns[" + i + "]",
            StandardError.COLUMN_TYPE,
            "'%s' is %s and '%s' of %s is %s; cast one of them before"
                .formatted(own.name(), own.type().text(), there, name, theirs.type().text()));
      }
    }
  }
}
