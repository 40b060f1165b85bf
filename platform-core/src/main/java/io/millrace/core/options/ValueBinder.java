package io.millrace.core.options;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.OptionsDescriptor.ExclusiveGroup;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
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
  private final String owner;
  private final ProblemLog problems;
  private final TextResolver secrets;

  ValueBinder(String whose, ProblemLog problems, TextResolver secrets) {
    this.whose = whose;
    this.owner = whose.isEmpty() ? "" : " of " + whose;
    this.problems = problems;
    this.secrets = secrets;
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
        report(
            entry.getValue().keyPosition(),
            StandardError.UNKNOWN_KEY,
            "there is no option '"
                + path
                + entry.getKey()
                + "'"
                + owner
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
        report(
            second.keyPosition(),
            StandardError.EXCLUSIVE_OPTIONS,
            "options " + named(present, path) + owner + " exclude each other; keep one of them");
      } else if (present.isEmpty() && group.oneRequired()) {
        fits = false;
        report(
            at,
            StandardError.MISSING_OPTION,
            "one of the options " + names + owner + " must be given");
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
    return refuse(
        at, StandardError.MISSING_OPTION, subject(path + option.name()) + " is missing" + help);
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
        return refuse(at, StandardError.INVALID_OPTION, cause.getMessage() + " (" + whose + ")");
      }
      return refuse(at, StandardError.PLUGIN_BROKEN, "the options" + owner + " fail: " + cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record can be made: " + descriptor.type(), e);
    }
  }

  /** Binds the value of an option, whatever its type. */
  @Nullable Bound bind(Option option, YamlNode node, String path) {
    if (option.secret() && !isSecret(node)) {
      return refuse(
          node.position(),
          StandardError.INVALID_OPTION,
          subject(path)
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
          : mistyped(node, path, "a list, as in [a, b]");
    }
    if (type instanceof OptionType.MapOf map) {
      return node instanceof YamlNode.Mapping given
          ? map(map, option, given, path)
          : mistyped(node, path, "a map, as in {a: b}");
    }
    if (type instanceof OptionType.RecordOf nested) {
      return node instanceof YamlNode.Mapping given
          ? record(nested.fields(), given, given.position(), path + ".")
          : mistyped(node, path, "a map with " + String.join(", ", nested.fields().names()));
    }
    return scalar(type, option, node, path);
  }

  private @Nullable Bound list(
      OptionType.ListOf type, Option option, YamlNode.Sequence given, String path) {
    List<Object> values = new ArrayList<>();
    List<@Nullable Object> json = new ArrayList<>();
    boolean fits = !isRefusedAsEmpty(option, given.items().isEmpty(), given, path);
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
    boolean fits = !isRefusedAsEmpty(option, given.entries().isEmpty(), given, path);
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

  private boolean isRefusedAsEmpty(Option option, boolean empty, YamlNode node, String path) {
    if (option.notEmpty() && empty) {
      report(node.position(), StandardError.OUT_OF_RANGE, subject(path) + " must not be empty");
      return true;
    }
    return false;
  }

  private @Nullable Bound scalar(OptionType type, Option option, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Scalar scalar) || node.isNull()) {
      return mistyped(node, path, expected(type));
    }
    if (type == OptionType.Simple.STRING) {
      return text(option, scalar, path);
    }
    if (scalar.secret()) {
      return refuse(
          node.position(),
          StandardError.INVALID_OPTION,
          subject(path) + " can't be a secret; secrets are texts only");
    }
    if (type instanceof OptionType.ChoiceOf choice) {
      return choice(choice, scalar, path);
    }
    return type == OptionType.Simple.COLUMN_TYPE
        ? columnType(scalar, path)
        : plain((OptionType.Simple) type, option, scalar, path);
  }

  private static String expected(OptionType type) {
    return type instanceof OptionType.Simple simple
        ? simple.described()
        : "one of " + String.join(", ", ((OptionType.ChoiceOf) type).choices().keySet());
  }

  private @Nullable Bound text(Option option, YamlNode.Scalar scalar, String path) {
    if (isRefusedAsEmpty(option, scalar.text().isEmpty(), scalar, path)) {
      return null;
    }
    if (!scalar.secret()) {
      return new Bound(scalar.text(), scalar.text());
    }
    Optional<String> resolved = secrets.resolve(scalar, problems);
    return resolved.isPresent() ? new Bound(resolved.get(), scalar.text()) : null;
  }

  private @Nullable Bound choice(OptionType.ChoiceOf type, YamlNode.Scalar scalar, String path) {
    Object constant = type.choices().get(scalar.text());
    if (constant != null) {
      return new Bound(constant, scalar.text());
    }
    return refuse(
        scalar.position(),
        StandardError.INVALID_OPTION,
        subject(path)
            + " must be "
            + expected(type)
            + ", not "
            + scalar.described()
            + NearNames.hint(scalar.text(), type.choices().keySet()));
  }

  private @Nullable Bound columnType(YamlNode.Scalar scalar, String path) {
    try {
      LogicalType type = LogicalType.parse(scalar.text());
      return new Bound(type, type.text());
    } catch (IllegalArgumentException e) {
      return refuse(
          scalar.position(), StandardError.INVALID_OPTION, subject(path) + ": " + e.getMessage());
    }
  }

  private @Nullable Bound plain(
      OptionType.Simple type, Option option, YamlNode.Scalar scalar, String path) {
    Object value = scalar.value();
    if (type == OptionType.Simple.BOOLEAN) {
      return value instanceof Boolean ? new Bound(value, value) : mistyped(scalar, path, type);
    }
    if (!(value instanceof Number number)) {
      return mistyped(scalar, path, type);
    }
    if (type != OptionType.Simple.DOUBLE && value instanceof Double) {
      return mistyped(scalar, path, type);
    }
    if (!inRange(type, option, number)) {
      return refuse(
          scalar.position(),
          StandardError.OUT_OF_RANGE,
          subject(path) + " must be " + range(type, option) + ", not " + scalar.text());
    }
    return switch (type) {
      case INT -> new Bound(number.intValue(), number.longValue());
      case LONG -> new Bound(number.longValue(), number.longValue());
      default -> new Bound(number.doubleValue(), number.doubleValue());
    };
  }

  private static boolean inRange(OptionType.Simple type, Option option, Number number) {
    if (type == OptionType.Simple.INT && number.intValue() != number.doubleValue()) {
      return false;
    }
    if (type == OptionType.Simple.LONG && number instanceof BigInteger) {
      return false;
    }
    return option.bounds().map(bounds -> bounds.holds(number.doubleValue())).orElse(true);
  }

  private static String range(OptionType.Simple type, Option option) {
    String fallback = type == OptionType.Simple.INT ? "between -2^31 and 2^31-1" : "a long";
    return option.bounds().map(Bounds::text).orElse(fallback);
  }

  private @Nullable Bound mistyped(YamlNode node, String path, OptionType.Simple type) {
    return mistyped(node, path, type.described());
  }

  private @Nullable Bound mistyped(YamlNode node, String path, String expected) {
    if (node instanceof YamlNode.Broken) {
      return null;
    }
    return refuse(
        node.position(),
        StandardError.WRONG_TYPE,
        subject(path) + " must be " + expected + ", not " + node.described());
  }

  private String subject(String path) {
    return "option '" + path + "'" + owner;
  }

  private @Nullable Bound refuse(Position at, ErrorCode code, String message) {
    report(at, code, message);
    return null;
  }

  private void report(Position at, ErrorCode code, String message) {
    problems.report(at, code, message);
  }
}
