package io.millrace.core.score;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.core.file.FileRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code score} asks for.
 *
 * @param model the registered version
 * @param input the rows to score
 * @param output where the rows with their predictions go
 * @param jobOrNull names the job: what a job of that name wrote there is not written again. Without
 *     it the name follows from model, input and output, if the input knows its version
 * @param stamp whether each row says by which model, when and in which job it was scored
 */
public record ScoreCall(
    ModelName model, Input input, Target output, @Nullable String jobOrNull, boolean stamp) {
  private static final String JOB = "[A-Za-z0-9][A-Za-z0-9._:-]{0,99}";

  public ScoreCall {
    requireNonNull(model, "model is null");
    requireNonNull(input, "input is null");
    requireNonNull(output, "output is null");
    if (jobOrNull != null && !jobOrNull.matches(JOB)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'%s' can't name a job: a name starts with a letter or digit, and goes on with those, '.', '_', ':' and '-'"
              .formatted(jobOrNull));
    }
  }

  /** A file to another, with its stamp. */
  public static ScoreCall of(ModelName model, String input, String to, boolean overwrite) {
    Output output = Output.path(to, overwrite ? Mode.OVERWRITE : Mode.CREATE);
    return new ScoreCall(model, new Input.Place(input), new Target.Place(output), null, true);
  }

  /** The name of the job, if the call gives one. */
  public Optional<String> job() {
    return Optional.ofNullable(jobOrNull);
  }

  /** The rows to score. */
  public sealed interface Input {
    /**
     * A place whose ending tells what reads it.
     *
     * @param path a CSV file, or a Parquet file or directory, or a Delta table
     */
    record Place(String path) implements Input {}

    /**
     * An ingestor.
     *
     * @param text {@code use} and {@code with} in YAML
     */
    record Stage(FileRequest text) implements Input {}
  }

  /** Where rows go. */
  public sealed interface Target {
    /**
     * As the call's options say.
     *
     * @param output the place
     */
    record Place(Output output) implements Target {}

    /**
     * As a text says.
     *
     * @param text the options of {@link Output} in YAML
     */
    record Text(FileRequest text) implements Target {}
  }
}
