package io.millrace.api;

import io.millrace.api.schema.Schema;
import java.util.Optional;
import java.util.Set;

/**
 * An optional power of transformers and trainers: says, before anything is trained, in which forms
 * what they learn can leave the platform.
 */
public interface Exportable {
  /** The forms, for the options that the stage was made with, whatever the columns it gets. */
  Set<ExportForm> exportForms();

  /**
   * What keeps the stage from a form behind a frame of those columns: a clause for the user, as
   * {@code 'now' depends on the session's clock}. Empty, unless overridden.
   *
   * @param input the columns; may be unknown
   */
  default Optional<String> obstacle(ExportForm form, Schema input) {
    return Optional.empty();
  }
}
