package io.millrace.api;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Frames that a split made of one, and that travel together. Immutable; always has {@code train}.
 */
public final class Parts<D> {
  private final Map<Part, D> frames;

  private Parts(Map<Part, D> frames) {
    if (!frames.containsKey(Part.TRAIN)) {
      throw new IllegalArgumentException("a split yields at least the part train");
    }
    this.frames = frames;
  }

  /** Of the given frames. */
  public static <D> Parts<D> of(Map<Part, D> frames) {
    return new Parts<>(new EnumMap<>(requireNonNull(frames, "frames is null")));
  }

  /** A frame that was not split: all of it is {@code train}. */
  public static <D> Parts<D> whole(D frame) {
    return of(Map.of(Part.TRAIN, frame));
  }

  /** The training rows. */
  public D train() {
    return require(Part.TRAIN);
  }

  /** The rows of a part, if the split yields it. */
  public Optional<D> part(Part part) {
    return Optional.ofNullable(frames.get(part));
  }

  /** The rows of a part that must be there. */
  public D require(Part part) {
    return part(part)
        .orElseThrow(() -> new IllegalArgumentException("the split yields no part " + part.text()));
  }

  /** All parts, in the order of {@link Part}. */
  public Map<Part, D> frames() {
    return new EnumMap<>(frames);
  }

  /**
   * The part that figures are computed on unless a stage says otherwise: test, else validation,
   * else train.
   */
  public Part evaluated() {
    return frames.containsKey(Part.TEST)
        ? Part.TEST
        : frames.containsKey(Part.VALIDATION) ? Part.VALIDATION : Part.TRAIN;
  }

  /** The same parts, each frame put through {@code function}. */
  public <E> Parts<E> map(Function<? super D, ? extends E> function) {
    Map<Part, E> mapped = new EnumMap<>(Part.class);
    frames.forEach((part, frame) -> mapped.put(part, function.apply(frame)));
    return new Parts<>(mapped);
  }

  /** The same parts, with one of them replaced. */
  public Parts<D> with(Part part, D frame) {
    Map<Part, D> replaced = frames();
    replaced.put(part, frame);
    return new Parts<>(replaced);
  }
}
