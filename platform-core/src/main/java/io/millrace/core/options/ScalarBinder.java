package io.millrace.core.options;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.ValueBinder.Bound;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns nodes into texts, numbers, choices and types; null where one did not fit, as reported. */
final class ScalarBinder {
  private final OptionProblems problems;
  private final ProblemLog log;
  private final TextResolver secrets;

  ScalarBinder(OptionProblems problems, ProblemLog log, TextResolver secrets) {
    this.problems = problems;
    this.log = log;
    this.secrets = secrets;
  }

  /** Binds a value without parts. */
  @Nullable Bound bind(OptionType type, Option option, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Scalar scalar) || node.isNull()) {
      return problems.mistyped(node, path, expected(type));
    }
    if (type == OptionType.Simple.STRING) {
      return text(option, scalar, path);
    }
    if (scalar.secret()) {
      return problems.refuse(
          node.position(),
          StandardError.INVALID_OPTION,
          problems.subject(path) + " can't be a secret; secrets are texts only");
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
    if (problems.isRefusedAsEmpty(option, scalar.text().isEmpty(), scalar, path)) {
      return null;
    }
    if (!scalar.secret()) {
      return new Bound(scalar.text(), scalar.text());
    }
    Optional<String> resolved = secrets.resolve(scalar, log);
    return resolved.isPresent() ? new Bound(resolved.get(), scalar.text()) : null;
  }

  private @Nullable Bound choice(OptionType.ChoiceOf type, YamlNode.Scalar scalar, String path) {
    Object constant = type.choices().get(scalar.text());
    if (constant != null) {
      return new Bound(constant, scalar.text());
    }
    return problems.refuse(
        scalar.position(),
        StandardError.INVALID_OPTION,
        problems.subject(path)
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
      return problems.refuse(
          scalar.position(),
          StandardError.INVALID_OPTION,
          problems.subject(path) + ": " + e.getMessage());
    }
  }

  private @Nullable Bound plain(
      OptionType.Simple type, Option option, YamlNode.Scalar scalar, String path) {
    Object value = scalar.value();
    if (type == OptionType.Simple.BOOLEAN) {
      return value instanceof Boolean
          ? new Bound(value, value)
          : problems.mistyped(scalar, path, type.described());
    }
    if (!(value instanceof Number number)) {
      return problems.mistyped(scalar, path, type.described());
    }
    if (type != OptionType.Simple.DOUBLE && value instanceof Double) {
      return problems.mistyped(scalar, path, type.described());
    }
    if (!inRange(type, option, number)) {
      return problems.refuse(
          scalar.position(),
          StandardError.OUT_OF_RANGE,
          problems.subject(path) + " must be " + range(type, option) + ", not " + scalar.text());
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
}
