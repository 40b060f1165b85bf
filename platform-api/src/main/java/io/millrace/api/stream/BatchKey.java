package io.millrace.api.stream;

import static java.util.Objects.requireNonNull;

/**
 * Identifies what a stream writes to one place in one batch.
 *
 * @param stream identifies the stream: made with its checkpoint, the same after every start from it
 * @param place the stream's name for the place, as {@code rows} or {@code dead-letters}
 * @param batch the number of the batch, from 0; a batch without rows for a place is left out there
 */
public record BatchKey(String stream, String place, long batch) {
  public BatchKey {
    requireNonNull(stream, "stream is null");
    requireNonNull(place, "place is null");
    if (batch < 0) {
      throw new IllegalArgumentException("batch is negative: " + batch);
    }
  }

  /**
   * Names the writer, whatever the batch: of all its batches, only the last one is ever repeated.
   */
  public String application() {
    return stream + "/" + place;
  }
}
