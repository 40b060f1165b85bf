package io.millrace.api.stream;

import static java.util.Objects.requireNonNull;

import io.millrace.api.output.Output;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StreamingDeployer} keeps up to date.
 *
 * @param output where the scored rows go
 * @param deadLettersOrNull where records go that can't be scored; without it the first one fails
 *     the stage
 * @param settings how the source is followed; it is read up, so that the stage ends
 * @param aliasOrNull the alias whose version scores, looked for at each batch's start, also where a
 *     gate refused the run's own model; without it the version that the deployer before this one
 *     registered
 * @param stamp whether each row says by which version, when and in which batch it was scored
 */
public record StreamTarget(
    Output output,
    @Nullable Output deadLettersOrNull,
    StreamSettings settings,
    @Nullable String aliasOrNull,
    boolean stamp) {
  public StreamTarget {
    requireNonNull(output, "output is null");
    requireNonNull(settings, "settings is null");
    if (!settings.all()) {
      throw new IllegalArgumentException("the stream of a stage has no end");
    }
  }

  /** Where records go that can't be scored. */
  public Optional<Output> deadLetters() {
    return Optional.ofNullable(deadLettersOrNull);
  }
}
