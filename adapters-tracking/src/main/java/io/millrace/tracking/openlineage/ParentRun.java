package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The run of a scheduler that started this process, as it says in the variables that OpenLineage's
 * own integrations read: {@code NAMESPACE/JOB/RUN-ID}.
 *
 * @param namespace of the job
 * @param job its name
 * @param run the run's id
 */
record ParentRun(String namespace, String job, UUID run) {
  private static final System.Logger LOG = System.getLogger(ParentRun.class.getName());
  private static final String PARENT = "OPENLINEAGE_PARENT_ID";
  private static final String ROOT = "OPENLINEAGE_ROOT_PARENT_ID";

  /** The one that started this process; empty if it was none, or the variable can't be read. */
  static Optional<ParentRun> of(Function<String, Optional<String>> variables) {
    return named(PARENT, variables);
  }

  /** The one that all began with; without a word on it the one that started this process. */
  static Optional<ParentRun> rootOf(Function<String, Optional<String>> variables) {
    return named(ROOT, variables).or(() -> named(PARENT, variables));
  }

  private static Optional<ParentRun> named(
      String variable, Function<String, Optional<String>> variables) {
    return variables
        .apply(variable)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .flatMap(text -> parse(variable, text));
  }

  private static Optional<ParentRun> parse(String variable, String text) {
    int last = text.lastIndexOf('/');
    int middle = last < 1 ? -1 : text.lastIndexOf('/', last - 1);
    try {
      if (middle > 0 && middle < last - 1) {
        UUID run = UUID.fromString(text.substring(last + 1));
        return Optional.of(
            new ParentRun(text.substring(0, middle), text.substring(middle + 1, last), run));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    LOG.log(
        System.Logger.Level.WARNING,
        variable + " is not NAMESPACE/JOB/RUN-ID; OpenLineage events go without the parent run.");
    return Optional.empty();
  }

  /** Puts it into a facet. */
  void write(ObjectNode facet) {
    facet.putObject("run").put("runId", run.toString());
    facet.putObject("job").put("namespace", namespace).put("name", job);
  }
}
