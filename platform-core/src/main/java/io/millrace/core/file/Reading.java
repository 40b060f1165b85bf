package io.millrace.core.file;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What reading a pipeline file gave: a pipeline, or problems.
 *
 * @param pipeline the pipeline, if there is no problem
 * @param problems all of them, sorted by position, those of flags last
 */
public record Reading<D>(Optional<Pipeline<D>> pipeline, List<Problem> problems) {
  public Reading {
    requireNonNull(pipeline, "pipeline is null");
    problems = List.copyOf(problems);
    if (pipeline.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException("a reading has either a pipeline or problems");
    }
  }

  /**
   * The pipeline.
   *
   * @throws MillraceException with the first problem's code and all problems, a line each
   */
  public Pipeline<D> require() {
    return pipeline.orElseThrow(
        () ->
            new MillraceException(
                problems.get(0).code(),
                problems.stream().map(Problem::text).collect(Collectors.joining("\n"))));
  }
}
