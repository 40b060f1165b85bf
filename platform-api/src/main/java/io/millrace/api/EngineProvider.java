package io.millrace.api;

import io.millrace.api.schema.DatasetType;

/** Offers an engine; a ServiceLoader entry. Exactly one is on the class path of an application. */
public interface EngineProvider<D> {
  /** The datasets that the engine works on. */
  DatasetType<D> datasetType();

  /**
   * Starts the engine.
   *
   * @throws io.millrace.api.error.MillraceException if it can't start: a cluster out of reach, a
   *     bad setting
   */
  Engine<D> open(EngineSettings settings);
}
