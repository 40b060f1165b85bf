package io.millrace.app.command;

import io.millrace.core.score.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The models that a server is told to answer with, by its options. */
final class ServedModels {
  private static final Set<String> TARGETS = Set.of("--route", "--shadow", "--canary");

  private ServedModels() {}

  /**
   * The names, each with an alias or a version.
   *
   * @param words options of the server; what it can't read is its own to say
   */
  static List<ModelName> in(List<String> words) {
    List<ModelName> names = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      String value = words.get(i + 1);
      if (words.get(i).equals("--model") && !value.isEmpty()) {
        add(value, names);
      } else if (TARGETS.contains(words.get(i)) && value.contains(":")) {
        String model = value.substring(0, value.indexOf(':'));
        List<String> targets = List.of(value.substring(model.length() + 1).split(","));
        boolean several = words.get(i).equals("--route");
        targets.stream()
            .limit(several ? targets.size() : 1)
            .map(target -> target.replaceFirst("=.*", ""))
            .forEach(target -> add(model + (target.matches("[0-9]+") ? ":" : "@") + target, names));
      }
    }
    return names;
  }

  /** Options with each value behind its name, where the call has it behind a {@code =}. */
  static List<String> apart(List<String> words) {
    List<String> apart = new ArrayList<>();
    for (String word : words) {
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      apart.addAll(
          equals < 0
              ? List.of(word)
              : List.of(word.substring(0, equals), word.substring(equals + 1)));
    }
    return apart;
  }

  /** The last value of an option. */
  static Optional<String> value(String option, List<String> words) {
    int at = words.lastIndexOf(option);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  private static void add(String text, List<ModelName> names) {
    if (ModelName.isOne(text)) {
      names.add(ModelName.parse(text));
    }
  }
}
