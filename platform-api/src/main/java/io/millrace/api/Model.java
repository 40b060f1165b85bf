package io.millrace.api;

import io.millrace.api.store.StateDirectory;
import java.util.List;

/**
 * What a trainer learnt: a value that can be saved, loaded in another process, and predicts there
 * the same to the bit. Thread-safe.
 *
 * <p>{@link #predict} adds {@link #PREDICTION}: for classification the class, in the label's own
 * type; else a double. A classifier also adds {@link #PROBABILITY} or {@link #RAW_PREDICTION}, or
 * both: vectors in the order of {@link #classes}. Clustering adds an int, and {@link #PROBABILITY}
 * where it tells how probable each cluster is, in the order of their numbers. What goes with a
 * basket is an array of items, the best first.
 */
public interface Model<D> {
  /** The predicted class, number or cluster. */
  String PREDICTION = "prediction";

  /** A vector with the probability of each class. */
  String PROBABILITY = "probability";

  /** A vector with the score of each class before calibration to probabilities. */
  String RAW_PREDICTION = "rawPrediction";

  /** Adds the prediction columns; a lazy engine may defer the work. Needs no label column. */
  D predict(D frame);

  /** The classes in the order of {@link #PROBABILITY}, as text; empty if this is no classifier. */
  List<String> classes();

  /** Writes what was learnt. */
  void save(StateDirectory state);
}
