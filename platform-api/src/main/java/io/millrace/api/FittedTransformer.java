package io.millrace.api;

import io.millrace.api.store.StateDirectory;

/**
 * A transformer together with what it learnt: a value that can be saved, loaded in another process
 * and applied there with the same result to the bit. Thread-safe.
 */
public interface FittedTransformer<D> {
  /** Puts a frame through; a lazy engine may defer the work. */
  D apply(D frame);

  /** Writes what was learnt. A transformer that learns nothing writes nothing. */
  void save(StateDirectory state);
}
