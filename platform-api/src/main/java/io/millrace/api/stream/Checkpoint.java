package io.millrace.api.stream;

import java.util.List;
import java.util.Optional;

/**
 * Small texts that are kept beside what the engine knows of a stream's progress. All methods throw
 * {@link io.millrace.api.error.MillraceException} STORAGE_FAILED.
 */
public interface Checkpoint {
  /** Where it lies, as users see it. */
  String shown();

  /** Whether an engine followed a source with it. */
  boolean isUsed();

  /** A text; empty if there is none of this name. */
  Optional<String> read(String name);

  /**
   * Writes a text, or replaces it: whole or not at all, however the process ends.
   *
   * @param name may have folders, as {@code batches/12.json}
   */
  void write(String name, String text);

  /** The names of the texts of a folder, without it, in no order. */
  List<String> list(String folder);

  /** Deletes a text, if there is one. */
  void delete(String name);
}
