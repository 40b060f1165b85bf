package io.millrace.core.catalog;

import io.millrace.api.error.ErrorCode;

/** What a catalog answers when asked for a stage by name. */
public sealed interface StageLookup {
  /**
   * The stage.
   *
   * @param stage what may be used under the name
   */
  record Found(OfferedStage stage) implements StageLookup {}

  /**
   * Nothing may be used under the name.
   *
   * @param code UNKNOWN_STAGE, PLUGIN_REFUSED for a name that several jars offer, or PLUGIN_BROKEN
   * @param message one sentence for the user
   */
  record Refused(ErrorCode code, String message) implements StageLookup {}
}
