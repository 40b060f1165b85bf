package io.millrace.serving;

import static io.millrace.api.error.StandardError.INVALID_CALL;

import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a call: options, each with a value behind it or behind {@code =}, and flags. By
 * hand, since a library for it takes as long to load as all the rest of the start.
 */
final class Arguments {
  private final Map<String, List<String>> values;

  private Arguments(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads a call.
   *
   * @param options the names of options with a value
   * @param flags the names of those without
   * @throws MillraceException INVALID_CALL
   */
  static Arguments parse(List<String> words, List<String> options, List<String> flags) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      String value;
      if (flags.contains(word)) {
        value = "";
      } else if (!options.contains(name)) {
        throw wrong("There is no option '%s'; --help tells which there are.", name);
      } else if (equals >= 0) {
        value = word.substring(equals + 1);
      } else if (i + 1 < words.size()) {
        value = words.get(++i);
      } else {
        throw wrong("The option %s needs a value.", name);
      }
      values.computeIfAbsent(name, missing -> new ArrayList<>()).add(value);
    }
    return new Arguments(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** All values of an option that may be repeated. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The value of an option that may be given once; null if it is not. */
  @Nullable String one(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw wrong("The option %s is given twice.", name);
    }
    return given.isEmpty() ? null : given.get(0);
  }

  /** The value of an option that may be given once. */
  String one(String name, String byDefault) {
    String given = one(name);
    return given == null ? byDefault : given;
  }

  /** A whole number within bounds. */
  int number(String name, int byDefault, int min, int max) {
    String given = one(name);
    if (given == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(given);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(
        "The option %s takes a whole number from %d to %d, not '%s'.", name, min, max, given);
  }

  static MillraceException wrong(String format, Object... words) {
    return new MillraceException(INVALID_CALL, format.formatted(words));
  }
}
