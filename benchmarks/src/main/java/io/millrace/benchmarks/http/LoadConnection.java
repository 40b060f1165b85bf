package io.millrace.benchmarks.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that is kept: one request at a time, and its answer. */
final class LoadConnection implements AutoCloseable {
  private static final int LARGEST_ANSWER = 1 << 18;
  private static final String LENGTH = "content-length:";

  private final SocketChannel channel;
  private final byte[] received = new byte[LARGEST_ANSWER];
  private final ByteBuffer target = ByteBuffer.wrap(received);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private int bodyFrom;
  private int bodyTo;

  private LoadConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static LoadConnection to(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new LoadConnection(channel);
  }

  SocketChannel channel() {
    return channel;
  }

  /** Begins a request; small ones leave in one call. */
  void send(HttpCall call) throws IOException {
    request = ByteBuffer.wrap(call.request());
    target.clear();
    bodyTo = 0;
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /** Reads what is there; returns whether the answer is whole. */
  boolean receive() throws IOException {
    if (channel.read(target) < 0) {
      throw new EOFException("the server closed the connection");
    }
    if (bodyTo == 0 && !readHead()) {
      return false;
    }
    return target.position() >= bodyTo;
  }

  private boolean readHead() throws IOException {
    int end = endOfHead();
    if (end < 0) {
      return false;
    }
    String head = new String(received, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("an answer without Content-Length: " + head);
    }
    int lineEnd = head.indexOf('\r', at);
    bodyFrom = end;
    bodyTo = end + Integer.parseInt(head.substring(at + LENGTH.length(), lineEnd).strip());
    return true;
  }

  private int endOfHead() {
    for (int i = 3; i < target.position(); i++) {
      if (received[i] == '\n' && received[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether a whole answer is the right one. */
  boolean isRight(HttpCall call) {
    return isOk() && call.isAnsweredBy(received, bodyFrom, bodyTo);
  }

  /** Sends a request, waits, and returns the answer's body; for channels that block. */
  byte[] exchange(HttpCall call) throws IOException {
    send(call);
    boolean whole = false;
    while (!whole) {
      whole = receive();
    }
    String body = new String(received, bodyFrom, bodyTo - bodyFrom, StandardCharsets.UTF_8);
    if (!isOk()) {
      throw new IOException("an answer that is no 200: " + body);
    }
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private boolean isOk() {
    return received[9] == '2' && received[10] == '0' && received[11] == '0';
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
