package io.millrace.serving.expression;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Functions of regular expressions, which are Java's in Spark too. */
final class Patterns {
  private Patterns() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.RLIKE, Patterns::rlike);
    table.put(ScoringFunction.LIKE, Patterns::like);
    table.put(ScoringFunction.REGEXP_REPLACE, Patterns::replace);
    table.put(ScoringFunction.REGEXP_EXTRACT, Patterns::extract);
    table.put(ScoringFunction.SPLIT, Patterns::split);
    return table;
  }

  /** The pattern for a row. */
  private interface Source {
    Pattern of(ScoringRow row, int slot);
  }

  /** A pattern that is the same for all rows is compiled once, if it is one at all. */
  private static Source source(Call call, int arg, Function<String, Pattern> compiler) {
    if (Literals.constant(call.arg(arg)) instanceof String text) {
      try {
        Pattern pattern = compiler.apply(text);
        return (row, slot) -> pattern;
      } catch (PatternSyntaxException e) {
        // The rows that ask for it fail, as in Spark.
      }
    }
    return (row, slot) -> {
      try {
        return compiler.apply(Texts.at(row, slot));
      } catch (PatternSyntaxException e) {
        throw Refused.of(
            "'%s' is no regular expression: %s."
                .formatted(Refused.shown(Texts.at(row, slot)), e.getDescription()));
      }
    };
  }

  private static StepWork rlike(Call call) {
    Source source = source(call, 1, Pattern::compile);
    return call.strict(
        (row, a, result) ->
            row.setWhole(result, source.of(row, a[1]).matcher(Texts.at(row, a[0])).find() ? 1 : 0));
  }

  private static StepWork like(Call call) {
    char escape = call.text("escape").charAt(0);
    if (Literals.constant(call.arg(1)) instanceof String pattern) {
      Optional<Predicate<String>> simple = LikePattern.simple(pattern, escape);
      if (simple.isPresent()) {
        Predicate<String> test = simple.get();
        return call.strict(
            (row, a, result) -> row.setWhole(result, test.test(Texts.at(row, a[0])) ? 1 : 0));
      }
    }
    Source source =
        source(call, 1, text -> Pattern.compile(LikePattern.regex(text, escape), Pattern.DOTALL));
    return call.strict(
        (row, a, result) ->
            row.setWhole(
                result, source.of(row, a[1]).matcher(Texts.at(row, a[0])).matches() ? 1 : 0));
  }

  private static StepWork replace(Call call) {
    Source source = source(call, 1, Pattern::compile);
    return call.strict(
        (row, a, result) -> {
          String text = Texts.at(row, a[0]);
          int start = (int) row.whole(a[3]) - 1;
          if (start != 0 && start >= text.length()) {
            row.setObject(result, text);
            return;
          }
          if (start < 0) {
            throw Refused.of(
                "regexp_replace starts at %d, and places count from 1.".formatted(start + 1));
          }
          Matcher matcher = source.of(row, a[1]).matcher(text);
          matcher.region(start, text.length());
          row.setObject(result, replaced(matcher, Texts.at(row, a[2])));
        });
  }

  private static String replaced(Matcher matcher, String by) {
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      try {
        matcher.appendReplacement(result, by);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw Refused.of("'%s' is no replacement for a pattern.".formatted(Refused.shown(by)));
      }
    }
    return matcher.appendTail(result).toString();
  }

  private static StepWork extract(Call call) {
    Source source = source(call, 1, Pattern::compile);
    return call.strict(
        (row, a, result) -> {
          Matcher matcher = source.of(row, a[1]).matcher(Texts.at(row, a[0]));
          String found = "";
          if (matcher.find()) {
            long group = row.whole(a[2]);
            if (group < 0 || group > matcher.groupCount()) {
              throw Refused.of(
                  "A regular expression has %d groups, and no group %d."
                      .formatted(matcher.groupCount(), group));
            }
            found = matcher.group((int) group);
          }
          row.setObject(result, found == null ? "" : found);
        });
  }

  private static StepWork split(Call call) {
    Source source = source(call, 1, Pattern::compile);
    return call.strict(
        (row, a, result) -> {
          String text = Texts.at(row, a[0]);
          int limit = (int) row.whole(a[2]);
          boolean letters = !text.isEmpty() && Texts.at(row, a[1]).isEmpty();
          row.setObject(
              result,
              letters
                  ? letters(text, limit)
                  : List.of(source.of(row, a[1]).split(text, limit == 0 ? -1 : limit)));
        });
  }

  /** Each character, the last of a limited number with all that follow. */
  private static List<String> letters(String text, int limit) {
    int length = text.codePointCount(0, text.length());
    int count = limit > length || limit <= 0 ? length : limit;
    List<String> parts = new ArrayList<>(count);
    int from = 0;
    for (int i = 0; i < count - 1; i++) {
      int next = text.offsetByCodePoints(from, 1);
      parts.add(text.substring(from, next));
      from = next;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
