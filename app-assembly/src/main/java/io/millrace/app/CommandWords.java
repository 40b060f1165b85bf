package io.millrace.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a call, taken apart as far as the verb: only the verb's own options are then made
 * known to picocli, which keeps the start quick.
 *
 * @param first the verb's first word; empty if there is none
 * @param second the word after it; empty if there is none
 * @param options all that stands before the verb
 * @param rest all that stands after the verb's first word
 */
record CommandWords(String first, String second, List<String> options, List<String> rest) {
  /** Global options that take a value; the launcher knows them too. */
  static final Set<String> WITH_VALUE =
      Set.of(
          "--home",
          "--output",
          "--log-level",
          "--tracking",
          "--openlineage",
          "--openlineage-namespace");

  static CommandWords of(List<String> words) {
    int verb = 0;
    while (verb < words.size() && words.get(verb).startsWith("-")) {
      verb += WITH_VALUE.contains(words.get(verb)) ? 2 : 1;
    }
    if (verb >= words.size()) {
      return new CommandWords("", "", List.copyOf(words), List.of());
    }
    List<String> rest = List.copyOf(words.subList(verb + 1, words.size()));
    String second = rest.isEmpty() || rest.get(0).startsWith("-") ? "" : rest.get(0);
    return new CommandWords(words.get(verb), second, List.copyOf(words.subList(0, verb)), rest);
  }

  /** What picocli is to read, once the verb is known. */
  List<String> arguments(Verb verb) {
    List<String> arguments = new ArrayList<>(options);
    boolean twoWords = !verb.name().equals(first);
    arguments.addAll(twoWords ? rest.subList(1, rest.size()) : rest);
    return arguments;
  }

  /** Whether one of these stands before the verb, or there is no verb and nothing else. */
  boolean asks(String option) {
    return options.contains(option);
  }
}
