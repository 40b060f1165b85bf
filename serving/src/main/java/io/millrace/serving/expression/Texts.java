package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Functions of texts, whose characters are code points. */
final class Texts {
  private Texts() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.UPPER, call -> text(call, s -> s.toUpperCase(Locale.ROOT)));
    table.put(ScoringFunction.LOWER, call -> text(call, SmallLetters::of));
    table.put(ScoringFunction.INITCAP, call -> text(call, Texts::initcap));
    table.put(ScoringFunction.REVERSE, call -> text(call, Texts::reversed));
    table.put(ScoringFunction.TRIM, call -> trim(call, true, true));
    table.put(ScoringFunction.LTRIM, call -> trim(call, true, false));
    table.put(ScoringFunction.RTRIM, call -> trim(call, false, true));
    table.put(ScoringFunction.LENGTH, call -> call.strict(Texts::length));
    table.put(ScoringFunction.CONCAT, Texts::concat);
    table.put(ScoringFunction.CONCAT_WS, Texts::concatWithSeparator);
    table.put(ScoringFunction.SUBSTRING, call -> call.strict(Texts::substring));
    table.put(ScoringFunction.REPLACE, call -> call.strict(Texts::replace));
    table.put(ScoringFunction.TRANSLATE, Texts::translate);
    table.put(ScoringFunction.LPAD, call -> call.strict((r, a, to) -> pad(r, a, to, true)));
    table.put(ScoringFunction.RPAD, call -> call.strict((r, a, to) -> pad(r, a, to, false)));
    table.put(ScoringFunction.INSTR, call -> call.strict(Texts::instr));
    table.put(ScoringFunction.LOCATE, Texts::locate);
    table.put(ScoringFunction.REPEAT, call -> call.strict(Texts::repeat));
    table.put(ScoringFunction.STARTSWITH, call -> test(call, String::startsWith));
    table.put(ScoringFunction.ENDSWITH, call -> test(call, String::endsWith));
    table.put(ScoringFunction.CONTAINS, call -> test(call, String::contains));
    return table;
  }

  static String at(ScoringRow row, int slot) {
    return (String) row.object(slot);
  }

  private static StepWork text(Call call, UnaryOperator<String> function) {
    return call.strict((row, a, result) -> row.setObject(result, function.apply(at(row, a[0]))));
  }

  private static StepWork test(Call call, BiPredicate<String, String> test) {
    return call.strict(
        (row, a, result) -> row.setWhole(result, test.test(at(row, a[0]), at(row, a[1])) ? 1 : 0));
  }

  /** All in small letters, but the first of a word; words are parted by spaces. */
  private static String initcap(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int space = text.indexOf(' ', i);
      int end = space < 0 ? text.length() : space + 1;
      String word = text.substring(i, end);
      int first = word.codePointAt(0);
      int small = Character.toString(first).toLowerCase(Locale.ROOT).length();
      result.append(title(first)).append(SmallLetters.of(word).substring(small));
      i = end;
    }
    return result.toString();
  }

  /** A letter at the begin of a word, which may become several, as ﬀ becomes Ff. */
  private static String title(int letter) {
    String upper = Character.toString(letter).toUpperCase(Locale.ROOT);
    int simple = Character.toTitleCase(letter);
    if (simple != letter || upper.codePointCount(0, upper.length()) == 1) {
      return Character.toString(simple);
    }
    int first = upper.codePointAt(0);
    String rest = upper.substring(Character.charCount(first));
    boolean cased = Character.toLowerCase(first) != first;
    return Character.toString(first) + (cased ? rest.toLowerCase(Locale.ROOT) : rest);
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** Of spaces, or of the characters of a second text. */
  private static StepWork trim(Call call, boolean left, boolean right) {
    boolean spaces = call.count() == 1;
    return call.strict(
        (row, a, result) ->
            row.setObject(
                result, trimmed(at(row, a[0]), spaces ? " " : at(row, a[1]), left, right)));
  }

  private static String trimmed(String text, String set, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && set.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && set.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static void length(ScoringRow row, int[] a, int result) {
    String text = at(row, a[0]);
    row.setWhole(result, text.codePointCount(0, text.length()));
  }

  private static StepWork concat(Call call) {
    return call.strict(
        (row, a, result) -> {
          StringBuilder all = new StringBuilder();
          for (int slot : a) {
            all.append(at(row, slot));
          }
          row.setObject(result, all.toString());
        });
  }

  /** Leaves nulls out, but for the separator. */
  private static StepWork concatWithSeparator(Call call) {
    Operand separator = call.arg(0);
    Operand[] parts = call.args().subList(1, call.count()).toArray(Operand[]::new);
    int result = call.result();
    return row -> {
      if (!separator.present(row)) {
        row.setNull(result);
        return;
      }
      List<String> present = new ArrayList<>();
      for (Operand part : parts) {
        if (part.present(row)) {
          add(row, part, present);
        }
      }
      row.setObject(result, String.join(at(row, separator.slot()), present));
    };
  }

  private static void add(ScoringRow row, Operand part, List<String> present) {
    if (part.type() instanceof ArrayOf) {
      for (Object each : (List<?>) row.object(part.slot())) {
        if (each != null) {
          present.add((String) each);
        }
      }
    } else {
      present.add(at(row, part.slot()));
    }
  }

  /** From a place that counts from 1, or backwards from the end, and of a length. */
  private static void substring(ScoringRow row, int[] a, int result) {
    String text = at(row, a[0]);
    long place = row.whole(a[1]);
    int length = text.codePointCount(0, text.length());
    long start = place > 0 ? place - 1 : place < 0 ? length + place : 0;
    long end = Math.min(length, start + row.whole(a[2]));
    start = Math.max(start, 0);
    if (end <= start) {
      row.setObject(result, "");
      return;
    }
    int from = text.offsetByCodePoints(0, (int) start);
    row.setObject(result, text.substring(from, text.offsetByCodePoints(from, (int) (end - start))));
  }

  private static void replace(ScoringRow row, int[] a, int result) {
    String searched = at(row, a[1]);
    String text = at(row, a[0]);
    row.setObject(result, searched.isEmpty() ? text : text.replace(searched, at(row, a[2])));
  }

  private static StepWork translate(Call call) {
    Object from = Literals.constant(call.arg(1));
    Object to = Literals.constant(call.arg(2));
    Map<Integer, Integer> fixed =
        from == null || to == null ? Map.of() : dictionary((String) from, (String) to);
    boolean constant = from != null && to != null;
    return call.strict(
        (row, a, result) ->
            row.setObject(
                result,
                translated(
                    at(row, a[0]), constant ? fixed : dictionary(at(row, a[1]), at(row, a[2])))));
  }

  /** What each character becomes; 0 where it goes. */
  private static Map<Integer, Integer> dictionary(String from, String to) {
    Map<Integer, Integer> dictionary = new HashMap<>();
    int[] instead = to.codePoints().toArray();
    int i = 0;
    for (int point : from.codePoints().toArray()) {
      dictionary.putIfAbsent(point, i < instead.length ? instead[i] : 0);
      i++;
    }
    return dictionary;
  }

  private static String translated(String text, Map<Integer, Integer> dictionary) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      Integer instead = dictionary.get(point);
      if (instead == null) {
        result.appendCodePoint(point);
      } else if (instead != 0) {
        result.appendCodePoint(instead);
      }
      i += Character.charCount(point);
    }
    return result.toString();
  }

  private static void pad(ScoringRow row, int[] a, int result, boolean left) {
    String text = at(row, a[0]);
    String pad = at(row, a[2]);
    int length = text.codePointCount(0, text.length());
    int wanted = (int) Math.max(0, row.whole(a[1]));
    int missing = wanted - length;
    if (missing <= 0 || pad.isEmpty()) {
      int end = text.offsetByCodePoints(0, Math.min(wanted, length));
      row.setObject(result, text.substring(0, end));
      return;
    }
    int padLength = pad.codePointCount(0, pad.length());
    String padding =
        pad.repeat(missing / padLength)
            + pad.substring(0, pad.offsetByCodePoints(0, missing % padLength));
    row.setObject(result, left ? padding + text : text + padding);
  }

  /** The place of a text in another from a place on, both counted from 0; -1 if there is none. */
  private static int indexOf(String text, String searched, int from) {
    if (searched.isEmpty()) {
      return 0;
    }
    int length = text.codePointCount(0, text.length());
    if (from >= length) {
      return -1;
    }
    int found = text.indexOf(searched, text.offsetByCodePoints(0, from));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static void instr(ScoringRow row, int[] a, int result) {
    row.setWhole(result, indexOf(at(row, a[0]), at(row, a[1]), 0) + 1);
  }

  /** Without a start, it is nowhere; without a text, that is not known. */
  private static StepWork locate(Call call) {
    Operand searched = call.arg(0);
    Operand text = call.arg(1);
    Operand start = call.arg(2);
    int result = call.result();
    return row -> {
      if (!start.present(row)) {
        row.setWhole(result, 0);
      } else if (!searched.present(row) || !text.present(row)) {
        row.setNull(result);
      } else {
        int from = (int) row.whole(start.slot());
        row.setWhole(
            result,
            from < 1 ? 0 : indexOf(at(row, text.slot()), at(row, searched.slot()), from - 1) + 1);
      }
    };
  }

  private static void repeat(ScoringRow row, int[] a, int result) {
    row.setObject(result, at(row, a[0]).repeat((int) Math.max(0, row.whole(a[1]))));
  }
}
