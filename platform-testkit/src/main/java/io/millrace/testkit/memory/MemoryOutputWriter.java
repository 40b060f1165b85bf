package io.millrace.testkit.memory;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.Written;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables of all kinds of places into memory. A condition of {@link Output#replace} is one
 * column, {@code =} and a text in quotes.
 */
public final class MemoryOutputWriter implements StreamOutputWriter<Table> {
  private final Map<String, Place> places = new HashMap<>();

  /** What lies at a place. */
  private static final class Place {
    private @Nullable Table rows;
    private final Map<String, Written> jobs = new HashMap<>();
  }

  /** A writer of its own, where nothing lies yet. */
  public MemoryOutputWriter() {}

  @Override
  public DatasetType<Table> datasetType() {
    return Table.TYPE;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("delta", "parquet", "csv", "json", "jdbc");
  }

  /** The rows that lie there. */
  public synchronized Table rows(Output output) {
    Table rows = place(output).rows;
    if (rows == null) {
      throw new IllegalStateException("nothing lies at " + output.shown());
    }
    return rows;
  }

  private Place place(Output output) {
    return places.computeIfAbsent(output.shown(), name -> new Place());
  }

  private static String job(EffectKey key) {
    return key.run() + "/" + key.stage();
  }

  @Override
  public synchronized Optional<Written> find(Output output, EffectKey key) {
    return Optional.ofNullable(place(output).jobs.get(job(key)));
  }

  @Override
  public synchronized Written write(Table frame, Output output, EffectKey key) {
    Place place = place(output);
    Table before = place.rows;
    if (before != null && output.mode() == Mode.CREATE) {
      throw taken(output);
    }
    requireUnique(frame, output);
    if (before != null && output.mode() != Mode.OVERWRITE) {
      List<List<@Nullable Object>> rows = new ArrayList<>(kept(before, frame, output).rows());
      rows.addAll(frame.select(before.schema().names()).rows());
      place.rows = Table.of(before.schema(), rows);
    } else {
      place.rows = frame;
    }
    if (output.mode() == Mode.OVERWRITE) {
      place.jobs.clear();
    }
    Written written = new Written(key.fingerprint(), frame.size(), Map.of());
    place.jobs.put(job(key), written);
    return written;
  }

  @Override
  public Delivery delivery(Output output) {
    if (output.mode() == Mode.OVERWRITE || output.mode() == Mode.REPLACE) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a stream does not %s what lies at %s".formatted(output.mode().text(), output.shown()));
    }
    return Delivery.EXACTLY_ONCE;
  }

  private static MillraceException taken(Output output) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        "'%s' is there already; name another place, or allow it to be overwritten."
            .formatted(output.shown()));
  }

  @Override
  public synchronized void requireReady(Output output, BatchKey key) {
    if (output.mode() == Mode.CREATE
        && place(output).rows != null
        && find(output, effect(key)).isEmpty()) {
      throw taken(output);
    }
  }

  private static EffectKey effect(BatchKey key) {
    return new EffectKey(key.stream(), key.place(), Long.toString(key.batch()));
  }

  @Override
  public synchronized Written write(Table frame, Output output, BatchKey key) {
    EffectKey effect = effect(key);
    Optional<Written> last = find(output, effect);
    if (last.filter(done -> Long.parseLong(done.content()) >= key.batch()).isPresent()) {
      return new Written(effect.fingerprint(), -1, Map.of());
    }
    boolean later = last.isPresent() && output.mode() == Mode.CREATE;
    return write(frame, later ? output.in(Mode.APPEND) : output, effect);
  }

  private static void requireUnique(Table frame, Output output) {
    Set<List<@Nullable Object>> seen = new HashSet<>();
    for (List<@Nullable Object> key : frame.select(output.keys()).rows()) {
      if (!output.keys().isEmpty() && !seen.add(key)) {
        throw new MillraceException(
            StandardError.DUPLICATE_KEYS,
            "the key %s stands in more than one row; nothing was written".formatted(key));
      }
    }
  }

  private static Table kept(Table before, Table frame, Output output) {
    if (output.mode() == Mode.MERGE) {
      Set<List<@Nullable Object>> fresh = new HashSet<>(frame.select(output.keys()).rows());
      List<Integer> places = output.keys().stream().map(before.schema().names()::indexOf).toList();
      return before.filter(row -> !fresh.contains(values(row, places)));
    }
    if (output.mode() == Mode.REPLACE) {
      String[] sides = String.valueOf(output.replace()).split(" = ", 2);
      int column = before.schema().names().indexOf(sides[0]);
      return before.filter(row -> !("'" + row.get(column) + "'").equals(sides[1]));
    }
    return before;
  }

  private static List<@Nullable Object> values(List<@Nullable Object> row, List<Integer> places) {
    List<@Nullable Object> values = new ArrayList<>();
    places.forEach(place -> values.add(row.get(place)));
    return values;
  }
}
