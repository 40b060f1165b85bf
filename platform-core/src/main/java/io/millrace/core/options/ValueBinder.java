package io.millrace.core.options;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.OptionsDescriptor.ExclusiveGroup;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into the values of options. Every method gives null where something did not fit,
 * after reporting it.
 */
final class ValueBinder {
  private final String whose;
  private final OptionProblems problems;
  private final ScalarBinder scalars;

  ValueBinder(String whose, ProblemLog log, TextResolver secrets) {
    this.whose = whose;
    this.problems = new OptionProblems(whose, log);
    this.scalars = new ScalarBinder(problems, log, secrets);
  }

  /**
   * A value and how it is shown.
   *
   * @param value what the record takes
   * @param json the JSON value
   */
  record Bound(@Nullable Object value, @Nullable Object json) {}

  @Nullable Bound record(
      OptionsDescriptor descriptor, YamlNode.Mapping given, Position at, String path) {
    boolean fits = checkKeys(descriptor, given, path) & checkGroups(descriptor, given, at, path);
    List<@Nullable Object> values = new ArrayList<>();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (Option option : descriptor.options()) {
      Bound bound = component(option, given, at, path);
      fits &= bound != null;
      values.add(bound == null ? null : bound.value());
      json.put(option.name(), bound == null ? null : bound.json());
    }
    return fits ? construct(descriptor, values, json, at) : null;
  }

  private boolean checkKeys(OptionsDescriptor descriptor, YamlNode.Mapping given, String path) {
    boolean fits = true;
    for (Map.Entry<String, YamlNode.Entry> entry : given.entries().entrySet()) {
      if (descriptor.find(entry.getKey()).isEmpty()) {
        fits = false;
        problems.report(
            entry.getValue().keyPosition(),
            StandardError.UNKNOWN_KEY,
            "there is no option '"
                + path
                + entry.getKey()
                + "'"
                + problems.owner()
                + NearNames.hintOrList(entry.getKey(), descriptor.names(), "options are"));
      }
    }
    return fits;
  }

  private boolean checkGroups(
      OptionsDescriptor descriptor, YamlNode.Mapping given, Position at, String path) {
    boolean fits = true;
    for (ExclusiveGroup group : descriptor.groups()) {
      List<String> present = group.names().stream().filter(n -> given.find(n).isPresent()).toList();
      String names = named(group.names(), path);
      if (present.size() > 1) {
        fits = false;
        YamlNode.Entry second = lastGiven(given, present);
        problems.report(
            second.keyPosition(),
            StandardError.EXCLUSIVE_OPTIONS,
            "options "
                + named(present, path)
                + problems.owner()
                + " exclude each other; keep one of them");
      } else if (present.isEmpty() && group.oneRequired()) {
        fits = false;
        problems.report(
            at,
            StandardError.MISSING_OPTION,
            "one of the options " + names + problems.owner() + " must be given");
      }
    }
    return fits;
  }

  /** The one that the file has last: the others came first. */
  private static YamlNode.Entry lastGiven(YamlNode.Mapping given, List<String> names) {
    YamlNode.Entry last = null;
    for (Map.Entry<String, YamlNode.Entry> entry : given.entries().entrySet()) {
      last = names.contains(entry.getKey()) ? entry.getValue() : last;
    }
    if (last == null) {
      throw new IllegalStateException("none of " + names + " is given");
    }
    return last;
  }

  private static String named(List<String> names, String path) {
    List<String> quoted = names.stream().map(name -> "'" + path + name + "'").toList();
    return String.join(", ", quoted.subList(0, quoted.size() - 1))
        + (quoted.size() > 1 ? " and " : "")
        + quoted.get(quoted.size() - 1);
  }

  private @Nullable Bound component(
      Option option, YamlNode.Mapping given, Position at, String path) {
    Optional<YamlNode> value = given.find(option.name()).or(option::defaultValue);
    if (value.isPresent()) {
      return bind(option, value.get(), path + option.name());
    }
    if (option.nullable()) {
      return new Bound(null, null);
    }
    String help = option.help().isEmpty() ? "" : ": " + option.help();
    return problems.refuse(
        at,
        StandardError.MISSING_OPTION,
        problems.subject(path + option.name()) + " is missing" + help);
  }

  private @Nullable Bound construct(
      OptionsDescriptor descriptor,
      List<@Nullable Object> values,
      Map<String, @Nullable Object> json,
      Position at) {
    try {
      Record made = RecordReflection.constructor(descriptor.type()).newInstance(values.toArray());
      return new Bound(made, Collections.unmodifiableMap(json));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IllegalArgumentException) {
        return problems.refuse(
            at, StandardError.INVALID_OPTION, cause.getMessage() + " (" + whose + ")");
      }
      return problems.refuse(
          at, StandardError.PLUGIN_BROKEN, "the options" + problems.owner() + " fail: " + cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record can be made: " + descriptor.type(), e);
    }
  }

  /** Binds the value of an option, whatever its type. */
  @Nullable Bound bind(Option option, YamlNode node, String path) {
    if (option.secret() && !isSecret(node)) {
      return problems.refuse(
          node.position(),
          StandardError.INVALID_OPTION,
          problems.subject(path)
              + " is a secret, which no file may hold; write ${secret:NAME} and set the"
              + " variable MILLRACE_SECRET_NAME");
    }
    return value(option.type(), option, node, path);
  }

  private static boolean isSecret(YamlNode node) {
    return node instanceof YamlNode.Broken
        || (node instanceof YamlNode.Scalar scalar && (scalar.secret() || scalar.text().isEmpty()));
  }

  private @Nullable Bound value(OptionType type, Option option, YamlNode node, String path) {
    if (node instanceof YamlNode.Broken) {
      return null;
    }
    if (type instanceof OptionType.ListOf list) {
      return node instanceof YamlNode.Sequence given
          ? list(list, option, given, path)
          : problems.mistyped(node, path, "a list, as in [a, b]");
    }
    if (type instanceof OptionType.MapOf map) {
      return node instanceof YamlNode.Mapping given
          ? map(map, option, given, path)
          : problems.mistyped(node, path, "a map, as in {a: b}");
    }
    if (type instanceof OptionType.RecordOf nested) {
      return node instanceof YamlNode.Mapping given
          ? record(nested.fields(), given, given.position(), path + ".")
          : problems.mistyped(
              node, path, "a map with " + String.join(", ", nested.fields().names()));
    }
    return scalars.bind(type, option, node, path);
  }

  private @Nullable Bound list(
      OptionType.ListOf type, Option option, YamlNode.Sequence given, String path) {
    List<Object> values = new ArrayList<>();
    List<@Nullable Object> json = new ArrayList<>();
    boolean fits = !problems.isRefusedAsEmpty(option, given.items().isEmpty(), given, path);
    for (int i = 0; i < given.items().size(); i++) {
      Bound item = value(type.element(), option, given.items().get(i), path + "[" + i + "]");
      fits &= item != null;
      if (item != null && item.value() != null) {
        values.add(item.value());
        json.add(item.json());
      }
    }
    return fits ? new Bound(List.copyOf(values), Collections.unmodifiableList(json)) : null;
  }

  private @Nullable Bound map(
      OptionType.MapOf type, Option option, YamlNode.Mapping given, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    boolean fits = !problems.isRefusedAsEmpty(option, given.entries().isEmpty(), given, path);
    for (Map.Entry<String, YamlNode.Entry> entry : given.entries().entrySet()) {
      Bound item =
          value(type.value(), option, entry.getValue().value(), path + "." + entry.getKey());
      fits &= item != null;
      if (item != null && item.value() != null) {
        values.put(entry.getKey(), item.value());
        json.put(entry.getKey(), item.json());
      }
    }
    return fits
        ? new Bound(Collections.unmodifiableMap(values), Collections.unmodifiableMap(json))
        : null;
  }
}
