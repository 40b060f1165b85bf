package io.millrace.core.options;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.StandardError;
import io.millrace.core.options.ValueBinder.Bound;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Reports what does not fit of the options of one owner, in the same words everywhere. */
final class OptionProblems {
  private final String owner;
  private final ProblemLog problems;

  /**
   * For the options of an owner.
   *
   * @param whose as messages call it; empty for none
   */
  OptionProblems(String whose, ProblemLog problems) {
    this.owner = whose.isEmpty() ? "" : " of " + whose;
    this.problems = problems;
  }

  /** For messages: {@code of stage 'raw'}, or nothing. */
  String owner() {
    return owner;
  }

  /** For messages: {@code option 'path' of stage 'raw'}. */
  String subject(String path) {
    return "option '" + path + "'" + owner;
  }

  void report(Position at, ErrorCode code, String message) {
    problems.report(at, code, message);
  }

  /** Reports, and gives what stands for a value that did not fit. */
  @Nullable Bound refuse(Position at, ErrorCode code, String message) {
    report(at, code, message);
    return null;
  }

  @Nullable Bound mistyped(YamlNode node, String path, String expected) {
    if (node instanceof YamlNode.Broken) {
      return null;
    }
    return refuse(
        node.position(),
        StandardError.WRONG_TYPE,
        subject(path) + " must be " + expected + ", not " + node.described());
  }

  /** Whether an option that must hold something is given empty. */
  boolean isRefusedAsEmpty(Option option, boolean empty, YamlNode node, String path) {
    if (option.notEmpty() && empty) {
      report(node.position(), StandardError.OUT_OF_RANGE, subject(path) + " must not be empty");
      return true;
    }
    return false;
  }
}
