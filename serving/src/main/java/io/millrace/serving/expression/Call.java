package io.millrace.serving.expression;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A call of a function that is to be made ready: its arguments, its options, its slot. */
final class Call {
  private static final Set<String> STRUCTURE = Set.of("call", "type", "args");

  private final ScoringFunction function;
  private final LogicalType type;
  private final List<Operand> args;
  private final Map<?, ?> node;
  private final int result;
  private final IntSupplier newSlot;
  private final Set<String> asked = new HashSet<>(STRUCTURE);

  Call(
      ScoringFunction function,
      LogicalType type,
      List<Operand> args,
      Map<?, ?> node,
      int result,
      IntSupplier newSlot) {
    this.function = function;
    this.type = type;
    this.args = List.copyOf(args);
    this.node = node;
    this.result = result;
    this.newSlot = newSlot;
  }

  /** What happens where a value has no place in the type of the result. */
  enum Mode {
    /** The row fails. */
    ANSI,
    /** Whole numbers wrap around; else there is null. */
    LEGACY,
    /** There is null. */
    TRY
  }

  ScoringFunction function() {
    return function;
  }

  /** The type of the result. */
  LogicalType type() {
    return type;
  }

  /** The slot of the result. */
  int result() {
    return result;
  }

  int newSlot() {
    return newSlot.getAsInt();
  }

  List<Operand> args() {
    return args;
  }

  int count() {
    return args.size();
  }

  Operand arg(int index) {
    if (index >= args.size()) {
      throw corrupt("has %d arguments".formatted(args.size()));
    }
    return args.get(index);
  }

  LogicalType argType(int index) {
    return arg(index).type();
  }

  Mode mode() {
    return switch (text("mode")) {
      case "ansi" -> Mode.ANSI;
      case "legacy" -> Mode.LEGACY;
      case "try" -> Mode.TRY;
      default -> throw corrupt("has the mode '%s'".formatted(text("mode")));
    };
  }

  boolean has(String option) {
    return node.containsKey(option);
  }

  /** The option {@code zone}. */
  ZoneId zone() {
    try {
      // As Spark reads zone ids: GMT+8:00 and +8:00 too.
      return Zones.of(text("zone"));
    } catch (DateTimeException e) {
      throw corrupt("has the unknown time zone '%s'".formatted(text("zone")));
    }
  }

  String text(String option) {
    asked.add(option);
    return node.get(option) instanceof String text ? text : lacks(option);
  }

  int count(String option) {
    asked.add(option);
    return node.get(option) instanceof Integer number ? number : Integer.parseInt(lacks(option));
  }

  boolean flag(String option) {
    asked.add(option);
    return node.get(option) instanceof Boolean flag ? flag : Boolean.parseBoolean(lacks(option));
  }

  private String lacks(String option) {
    throw corrupt("lacks its option '%s'".formatted(option));
  }

  MillraceException corrupt(String what) {
    return new MillraceException(
        PACKAGE_CORRUPT, "The scoring function '%s' %s.".formatted(function.text(), what));
  }

  /** A function that gives null where an argument is null. */
  StepWork strict(Body body) {
    return new Strict(args, result, body);
  }

  /** Refuses options that nobody asked for: they would be ignored. */
  void requireAllAsked() {
    for (Object option : node.keySet()) {
      if (!asked.contains(option)) {
        throw new MillraceException(
            PACKAGE_TOO_NEW,
            "The scoring function '%s' does not know the option '%s': use a newer Millrace."
                .formatted(function.text(), option));
      }
    }
  }

  /** Types that a function can't be called with. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // It only throws.
  MillraceException noSuchTypes() {
    StringBuilder types = new StringBuilder();
    for (@Nullable Operand arg : args) {
      types.append(types.isEmpty() ? "" : ", ").append(arg == null ? "" : arg.type().text());
    }
    return corrupt("takes no (%s) to make %s of".formatted(types, type.text()));
  }
}
