package io.millrace.core.options;

import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.Optional;

/** Puts secrets into texts, at the last moment. */
@FunctionalInterface
public interface TextResolver {
  /** Leaves {@code ${secret:X}} as it is. */
  TextResolver AS_WRITTEN = (text, problems) -> Optional.of(text.text());

  /**
   * The text with its secrets in place; empty if one is missing, which was reported.
   *
   * @param text a scalar that holds secrets
   */
  Optional<String> resolve(YamlNode.Scalar text, ProblemLog problems);
}
