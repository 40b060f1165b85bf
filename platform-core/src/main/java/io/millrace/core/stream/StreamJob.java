package io.millrace.core.stream;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.core.score.ModelName;
import io.millrace.core.wiring.World;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is followed, by which model it is scored, and where its rows go; checked without a session.
 *
 * @param model follows its alias, if it names one
 * @param first the version that it names now
 * @param options what messages call the options
 */
public record StreamJob<D>(
    ModelName model,
    Verified first,
    StreamingIngestor<D> source,
    Place<D> target,
    Optional<Place<D>> deadLetters,
    StreamSettings settings,
    boolean stamp,
    OptionNames options) {
  /**
   * A place and what writes there.
   *
   * @param delivery what it promises about batches that are repeated
   */
  public record Place<D>(StreamOutputWriter<D> writer, Output output, Delivery delivery) {
    /**
     * A place that takes streams.
     *
     * @throws MillraceException INVALID_CALL
     */
    public static <D> Place<D> of(Output output, World<D> world) {
      StreamOutputWriter<D> writer = world.streamWriter(output);
      return new Place<>(writer, output, writer.delivery(output));
    }

    /** Refuses what the first batch could not be written to. */
    void requireReady(String stream, String place) {
      writer.requireReady(output, new BatchKey(stream, place, 0));
    }

    /** Equal texts, the same place. */
    String identity() {
      boolean local = output.path() != null && !output.path().matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
      String place =
          local ? Path.of(output.shown()).toAbsolutePath().normalize().toString() : output.shown();
      return output.kind() + " " + place;
    }
  }

  /**
   * The places of a stream.
   *
   * @throws MillraceException INVALID_CALL, if one takes no streams, or both are the same
   */
  public record Places<D>(Place<D> target, Optional<Place<D>> deadLetters) {
    /** Opens them. */
    public static <D> Places<D> of(
        Output output, @Nullable Output deadLetters, World<D> world, OptionNames options) {
      Place<D> target = Place.of(output, world);
      Optional<Place<D>> letters = Optional.ofNullable(deadLetters).map(o -> Place.of(o, world));
      if (letters.filter(place -> place.identity().equals(target.identity())).isPresent()) {
        throw new MillraceException(
            StandardError.INVALID_CALL,
            "%s: %s is where the scored rows go; name another place"
                .formatted(options.deadLetter(), output.shown()));
      }
      return new Places<>(target, letters);
    }
  }

  /** What a new checkpoint of this stream belongs to. */
  StreamIdentity identity() {
    return StreamIdentity.of(
        model.model(),
        source.followed(),
        target.identity(),
        deadLetters.map(Place::identity).orElse("none"));
  }
}
