package io.millrace.serving.http;

import static io.millrace.serving.model.CallRefused.Reason.TOO_LARGE;

import io.millrace.serving.model.CallRefused;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a request's body into memory without a thread that waits for it. Most bodies come with
 * their head; for the others a clock runs, so that a sender that trickles is cut off.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel> {
  /** Memory that a sender gets for a mere promise of a long body. */
  private static final int FIRST_BYTES = 1 << 16;

  private final Call call;
  private final int limit;
  private final long deadline;
  private final Then then;
  private byte[] bytes;
  private int count;
  private XnioExecutor.@Nullable Key timer;
  private boolean over;

  /** What to do with the whole body, on the same thread. */
  @FunctionalInterface
  interface Then {
    void body(Call call, byte[] body);
  }

  private BodyReader(Call call, int limit, long deadline, Then then) {
    this.call = call;
    this.limit = limit;
    this.deadline = deadline;
    this.then = then;
    long promised = call.exchange().getRequestContentLength();
    bytes = new byte[(int) Math.max(0, Math.min(promised, FIRST_BYTES))];
  }

  /**
   * Reads the body of a call, and goes on with it, now or when it is there.
   *
   * @param deadline in {@link System#nanoTime} time
   * @throws CallRefused TOO_LARGE
   */
  static void read(Call call, int limit, long deadline, Then then) {
    HttpServerExchange exchange = call.exchange();
    if (exchange.getRequestContentLength() > limit) {
      throw tooLarge(limit);
    }
    if (exchange.isRequestComplete()) {
      then.body(call, new byte[0]);
      return;
    }
    BodyReader reader = new BodyReader(call, limit, deadline, then);
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (reader.readsToEnd(channel)) {
      if (!reader.over) {
        then.body(call, reader.whole());
      }
      return;
    }
    reader.startClock();
    channel.getReadSetter().set(reader);
    channel.resumeReads();
  }

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    boolean ended;
    try {
      ended = over || readsToEnd(channel);
    } catch (CallRefused e) {
      over = true;
      channel.suspendReads();
      run(exchange -> call.refuse(e));
      return;
    }
    if (ended) {
      channel.suspendReads();
      if (!over) {
        over = true;
        run(exchange -> then.body(call, whole()));
      }
    }
  }

  /** As the handler of the exchange: what it throws is answered, and what it starts goes on. */
  private void run(HttpHandler handler) {
    if (timer != null) {
      timer.remove();
    }
    Connectors.executeRootHandler(
        exchange -> {
          try {
            handler.handleRequest(exchange);
          } catch (CallRefused e) {
            call.refuse(e);
          } catch (Throwable e) {
            call.fail(e);
          }
        },
        call.exchange());
  }

  private boolean readsToEnd(StreamSourceChannel channel) {
    try (PooledByteBuffer pooled = call.exchange().getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      while (true) {
        buffer.clear();
        int read = channel.read(buffer);
        if (read <= 0) {
          return read < 0;
        }
        buffer.flip();
        append(buffer);
      }
    } catch (RequestTooBigException e) {
      throw tooLarge(limit);
    } catch (IOException e) {
      // The sender is gone, or broke the protocol: nobody waits for an answer.
      over = true;
      call.abandon();
      return true;
    }
  }

  private void append(ByteBuffer buffer) {
    int more = buffer.remaining();
    if (count + more > limit) {
      throw tooLarge(limit);
    }
    if (count + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(count + more, 2 * bytes.length)));
    }
    buffer.get(bytes, count, more);
    count += more;
  }

  private byte[] whole() {
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }

  private void startClock() {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    timer =
        call.exchange()
            .getIoThread()
            .executeAfter(this::cut, Math.max(1, millis), TimeUnit.MILLISECONDS);
  }

  private void cut() {
    if (!over) {
      over = true;
      call.cut("The body was not there when the time limit of this server passed.");
    }
  }

  private static CallRefused tooLarge(int limit) {
    return new CallRefused(
        TOO_LARGE, "The body is larger than %d bytes, the limit of this server.".formatted(limit));
  }
}
