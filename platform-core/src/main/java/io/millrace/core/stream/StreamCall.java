package io.millrace.core.stream;

import static java.util.Objects.requireNonNull;

import io.millrace.api.stream.StreamSettings;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall.Input;
import io.millrace.core.score.ScoreCall.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code stream} asks for.
 *
 * @param model the registered version; one that is named by an alias is followed when that moves
 * @param input the source
 * @param output where the rows with their predictions go
 * @param deadLettersOrNull where records go that can't be scored; without it the first ends the
 *     stream
 * @param settings how the source is followed
 * @param stamp whether each row says by which model, when and in which batch it was scored
 */
public record StreamCall(
    ModelName model,
    Input input,
    Target output,
    @Nullable Target deadLettersOrNull,
    StreamSettings settings,
    boolean stamp) {
  public StreamCall {
    requireNonNull(model, "model is null");
    requireNonNull(input, "input is null");
    requireNonNull(output, "output is null");
    requireNonNull(settings, "settings is null");
  }

  /** Where records go that can't be scored. */
  public Optional<Target> deadLetters() {
    return Optional.ofNullable(deadLettersOrNull);
  }
}
