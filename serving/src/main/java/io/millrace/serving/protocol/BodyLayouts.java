package io.millrace.serving.protocol;

import io.millrace.serving.model.InputRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The layouts that bodies for one model came in lately, in one protocol. Senders repeat theirs with
 * each request: comparing it takes a fraction of the time of parsing it. Thread-safe.
 *
 * @param <T> what a body is read as
 */
public final class BodyLayouts<T> {
  private static final int LARGEST_BODY = 1 << 14;
  private static final int KEPT = 4;

  /** Senders that change theirs all the time must not pay for its being learned each time. */
  private static final int MISSES = 16;

  private final RowReader reader;
  private final Body<T> body;
  private final AtomicInteger misses = new AtomicInteger();
  private volatile List<BodyLayout<T>> layouts = List.of();

  /** How a protocol reads bodies. */
  public interface Body<T> {
    /** Reads one, its cells by the reader. */
    T read(byte[] body, RowReader reader, int rowLimit);

    /** The rows of what was read. */
    InputRows rows(T read);

    /**
     * The same with other values.
     *
     * @param id null if it is that of the example
     */
    T with(T example, InputRows rows, @Nullable String id);
  }

  /** No layouts yet. */
  public BodyLayouts(RowReader reader, Body<T> body) {
    this.reader = reader;
    this.body = body;
  }

  /**
   * Reads a body.
   *
   * @throws io.millrace.serving.model.CallRefused as the protocol's reader
   */
  public T read(byte[] bytes, int rowLimit) {
    if (bytes.length > LARGEST_BODY) {
      return body.read(bytes, reader, rowLimit);
    }
    for (BodyLayout<T> layout : layouts) {
      BodyLayout.Values values = layout.rowCount() <= rowLimit ? layout.read(bytes) : null;
      if (values != null) {
        return body.with(layout.example(), values.rows(), values.id());
      }
    }
    T read = body.read(bytes, reader, rowLimit);
    if (misses.getAndIncrement() % MISSES == 0) {
      learn(bytes, rowLimit);
    }
    return read;
  }

  private void learn(byte[] bytes, int rowLimit) {
    ValuePlaces places = new ValuePlaces();
    T read = body.read(bytes, reader.noting(places), rowLimit);
    BodyLayout<T> layout =
        places.areKnown() ? BodyLayout.of(bytes, read, body.rows(read), places) : null;
    if (layout != null) {
      List<BodyLayout<T>> next = new ArrayList<>(layouts);
      next.add(0, layout);
      layouts = List.copyOf(next.subList(0, Math.min(KEPT, next.size())));
    }
  }
}
