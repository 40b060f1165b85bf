package io.millrace.core.run;

import io.millrace.api.FittedTransformer;
import io.millrace.api.Parts;
import io.millrace.api.Transformer;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Frames on their way between stages.
 *
 * @param split whether a split made them; if not, there is one way, and all of it is {@code train}
 * @param ways one; behind a fold splitter one for each fold, and last the way of all rows
 * @param steps what each way has been through since the split, or since its frames were kept
 */
record Flow<D>(boolean split, List<Parts<D>> ways, List<List<Step<D>>> steps) {
  Flow {
    ways = List.copyOf(ways);
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** At the beginning of its ways. */
  Flow(boolean split, List<Parts<D>> ways) {
    this(split, ways, Collections.nCopies(ways.size(), List.of()));
  }

  /**
   * A transformer on a way.
   *
   * @param fitted what it learnt there
   * @param before the frames that it was given
   */
  record Step<D>(Transformer<D> transformer, FittedTransformer<D> fitted, Parts<D> before) {}

  /** A frame that was not split. */
  static <D> Flow<D> whole(D frame) {
    return new Flow<>(false, List.of(Parts.whole(frame)));
  }

  /** The frame that was not split. */
  D frame() {
    if (split) {
      throw new IllegalStateException("a combiner or sink stands behind a split");
    }
    return ways.get(0).train();
  }

  /** Whether the ways are folds. */
  boolean folds() {
    return ways.size() > 1;
  }

  /** The ways whose models are judged: all folds without the way of all rows, or the only one. */
  List<Parts<D>> judged() {
    return folds() ? ways.subList(0, ways.size() - 1) : ways;
  }

  /** The parts of the model that is passed on: the split's, or all rows. */
  Parts<D> last() {
    return ways.get(ways.size() - 1);
  }

  /** The same flow, each frame put through {@code function}. */
  Flow<D> map(Function<? super D, ? extends D> function) {
    return new Flow<>(split, ways.stream().map(parts -> parts.<D>map(function)).toList(), steps);
  }
}
