package io.millrace.serving.expression;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the trees of {@link ScoringFunction} ready to run, over the slots of a row. */
final class ExpressionCompiler {
  private static final Map<String, ScoringFunction> BY_NAME = new HashMap<>();

  static {
    for (ScoringFunction function : ScoringFunction.values()) {
      BY_NAME.put(function.text(), function);
    }
  }

  private final PreparedStep step;

  ExpressionCompiler(PreparedStep step) {
    this.step = step;
  }

  /**
   * A tree, with its value in a slot of its own or that of a column.
   *
   * @throws MillraceException PACKAGE_CORRUPT or PACKAGE_TOO_NEW
   */
  Operand compile(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> node) || !(node.get("type") instanceof String typeText)) {
      throw corrupt("one has no type");
    }
    LogicalType type = type(typeText);
    if (node.containsKey("column")) {
      return column(node.get("column"));
    }
    if (node.containsKey("literal")) {
      return Literals.operand(node.get("literal"), type, step.newSlot());
    }
    return call(node, type);
  }

  private static LogicalType type(String text) {
    try {
      return LogicalType.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT, "An expression has the unknown type '%s'.".formatted(text), e);
    }
  }

  private Operand column(@Nullable Object place) {
    if (place instanceof Integer index && index >= 0 && index < step.inputs()) {
      return new Operand(step.inputSlot(index), step.inputType(index), Operand.NONE);
    }
    throw corrupt("one reads the column " + place);
  }

  private Operand call(Map<?, ?> node, LogicalType type) {
    ScoringFunction function = BY_NAME.get(String.valueOf(node.get("call")));
    if (function == null) {
      throw new MillraceException(
          PACKAGE_TOO_NEW,
          "There is no scoring function '%s': use a newer Millrace.".formatted(node.get("call")));
    }
    if (!(node.get("args") instanceof List<?> trees)) {
      throw corrupt("'%s' has no arguments".formatted(function.text()));
    }
    List<Operand> args = new ArrayList<>();
    for (Object tree : trees) {
      args.add(compile(tree));
    }
    int result = step.newSlot();
    Call call = new Call(function, type, args, node, result, step::newSlot);
    StepWork work = Functions.work(call);
    call.requireAllAsked();
    return new Operand(result, type, work);
  }

  private static MillraceException corrupt(String what) {
    return new MillraceException(
        PACKAGE_CORRUPT, "The expressions can't be read: %s.".formatted(what));
  }
}
