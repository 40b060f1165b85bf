package io.millrace.api;

import java.util.Set;

/**
 * An optional power of transformers and trainers: says, before anything is trained, in which forms
 * what they learn can leave the platform.
 */
public interface Exportable {
  /** The forms, for the options that the stage was made with. */
  Set<ExportForm> exportForms();
}
