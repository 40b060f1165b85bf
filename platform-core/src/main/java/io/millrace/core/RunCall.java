package io.millrace.core;

import static java.util.Objects.requireNonNull;

import io.millrace.core.file.FileRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code run}, {@code plan} or {@code show} asks for.
 *
 * @param file the pipeline file and what overrides it
 * @param untilOrNull only this stage and what it needs
 * @param fromOrNull this stage and all after it are done again, kept or not
 * @param fresh nothing that is kept is used
 * @param sample the share of every source's rows to use, 1 for all; less than all writes and
 *     deploys nothing
 */
public record RunCall(
    FileRequest file,
    @Nullable String untilOrNull,
    @Nullable String fromOrNull,
    boolean fresh,
    double sample) {
  public RunCall {
    requireNonNull(file, "file is null");
    if (!(sample > 0 && sample <= 1)) {
      throw new IllegalArgumentException("a sample is more than 0 % and at most 100 %");
    }
  }

  /** All of the pipeline, reusing what is kept. */
  public static RunCall of(FileRequest file) {
    return new RunCall(file, null, null, false, 1);
  }

  /** Only this stage and what it needs. */
  public RunCall until(@Nullable String stage) {
    return new RunCall(file, stage, fromOrNull, fresh, sample);
  }

  /** This stage and all after it again. */
  public RunCall from(@Nullable String stage) {
    return new RunCall(file, untilOrNull, stage, fresh, sample);
  }

  /** Only this stage and what it needs. */
  public Optional<String> until() {
    return Optional.ofNullable(untilOrNull);
  }

  /** This stage and all after it again. */
  public Optional<String> from() {
    return Optional.ofNullable(fromOrNull);
  }
}
