package io.millrace.api.stream;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is followed.
 *
 * @param checkpoint the directory of its checkpoint
 * @param all whether the stream ends when all that was there at its start is handled, in as many
 *     batches as the source cuts it into
 * @param every batches begin so far apart at least; zero for as soon as the last one is done
 * @param watermarkOrNull how late rows may come
 */
public record StreamSettings(
    String checkpoint, boolean all, Duration every, @Nullable Watermark watermarkOrNull) {
  public StreamSettings {
    requireNonNull(checkpoint, "checkpoint is null");
    requireNonNull(every, "every is null");
  }

  /**
   * How late rows may come.
   *
   * @param column a timestamp that says when what the row tells of happened
   * @param delay rows that are older than the newest of all earlier batches by more than that are
   *     late
   */
  public record Watermark(String column, Duration delay) {
    public Watermark {
      requireNonNull(column, "column is null");
      requireNonNull(delay, "delay is null");
    }
  }
}
