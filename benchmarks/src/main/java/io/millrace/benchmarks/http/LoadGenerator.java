package io.millrace.benchmarks.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of connections busy from one thread: each sends its next request as soon as it has
 * its answer (a closed loop: a server that pauses is asked less meanwhile). Every answer is
 * compared with the one that the request got before the load.
 */
public final class LoadGenerator {
  private static final int LONGEST_SECONDS = 60;
  private static final int DIGITS = 3;

  private final InetSocketAddress address;
  private final List<HttpCall> calls;
  private final int connections;

  private LoadGenerator(InetSocketAddress address, List<HttpCall> calls, int connections) {
    this.address = address;
    this.calls = List.copyOf(calls);
    this.connections = connections;
  }

  /**
   * Asks each call once, alone: its answer is the right one from now on.
   *
   * @throws IOException if one is not answered with 200
   */
  public static LoadGenerator on(int port, List<HttpCall> calls, int connections)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    List<HttpCall> answered = new ArrayList<>();
    try (LoadConnection connection = LoadConnection.to(address)) {
      for (HttpCall call : calls) {
        answered.add(call.answeredBy(connection.exchange(call)));
      }
    }
    return new LoadGenerator(address, answered, connections);
  }

  /** The calls with their right answers. */
  public List<HttpCall> calls() {
    return calls;
  }

  /** Asks for so long. */
  public LoadResult run(Duration time) throws IOException {
    try (Selector selector = Selector.open()) {
      Span span = new Span(selector, System.nanoTime() + time.toNanos());
      for (int i = 0; i < connections; i++) {
        span.open();
      }
      return span.run();
    }
  }

  /** What one connection waits for. */
  private static final class Pending {
    private final LoadConnection connection;
    private HttpCall call;
    private long sent;

    Pending(LoadConnection connection, HttpCall call) {
      this.connection = connection;
      this.call = call;
    }
  }

  /** One span of load. */
  private final class Span {
    private final Selector selector;
    private final long end;
    private final long begun = System.nanoTime();
    private final Histogram nanos =
        new Histogram(Duration.ofSeconds(LONGEST_SECONDS).toNanos(), DIGITS);
    private long errors;
    private int next;
    private int open;

    Span(Selector selector, long end) {
      this.selector = selector;
      this.end = end;
    }

    LoadResult run() throws IOException {
      while (open > 0) {
        selector.select(key -> proceed((Pending) key.attachment(), key));
      }
      return new LoadResult(nanos, errors, (System.nanoTime() - begun) / 1e9);
    }

    void open() throws IOException {
      LoadConnection connection = LoadConnection.to(address);
      connection.channel().configureBlocking(false);
      Pending pending = new Pending(connection, calls.get(0));
      connection.channel().register(selector, SelectionKey.OP_READ, pending);
      open++;
      send(pending);
    }

    private void send(Pending pending) throws IOException {
      pending.call = calls.get(next++ % calls.size());
      pending.sent = System.nanoTime();
      pending.connection.send(pending.call);
    }

    private void proceed(Pending pending, SelectionKey key) {
      try {
        if (!pending.connection.receive()) {
          return;
        }
        long now = System.nanoTime();
        if (pending.connection.isRight(pending.call)) {
          nanos.recordValue(Math.min(nanos.getHighestTrackableValue(), now - pending.sent));
        } else {
          errors++;
        }
        if (now - end < 0) {
          send(pending);
        } else {
          close(pending, key);
        }
      } catch (IOException e) {
        errors++;
        replace(pending, key);
      }
    }

    private void replace(Pending broken, SelectionKey key) {
      close(broken, key);
      try {
        if (System.nanoTime() - end < 0) {
          open();
        }
      } catch (IOException e) {
        // The server takes no connection: the others go on, and the error was counted.
        errors++;
      }
    }

    private void close(Pending pending, SelectionKey key) {
      key.cancel();
      open--;
      try {
        pending.connection.close();
      } catch (IOException e) {
        errors++;
      }
    }
  }
}
