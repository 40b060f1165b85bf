package io.millrace.core.model;

import io.millrace.api.Stage;
import java.util.Map;

/** Makes the stages that a model package names. */
@FunctionalInterface
public interface StageResolver<D> {
  /**
   * Makes a stage.
   *
   * @param use the factory's name
   * @param options JSON values by option name
   * @throws io.millrace.api.error.MillraceException UNKNOWN_STAGE, if no factory has that name; or
   *     what the options lack for the factory at hand
   */
  Stage<D> stage(String use, Map<String, Object> options);
}
