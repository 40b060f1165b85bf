package io.millrace.benchmarks.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xnio.Options;

/**
 * The yardstick of {@code benchmarks/run http}: Undertow with the options of Millrace's server,
 * which reads each body and gives the same bytes for all of them, on the thread that read them. No
 * log, no meters, no keys, no ids.
 */
public final class ConstantServer {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int IDLE_MILLIS = 60_000;
  private static final int HEAD_MILLIS = 10_000;

  private ConstantServer() {}

  /** {@code PORT FILE}: answers with the bytes of the file. */
  public static void main(String[] words) throws IOException {
    ByteBuffer answer = ByteBuffer.wrap(Files.readAllBytes(Path.of(words[1]))).asReadOnlyBuffer();
    int cores = Runtime.getRuntime().availableProcessors();
    Undertow server =
        Undertow.builder()
            .setIoThreads(Math.max(2, cores))
            .setWorkerThreads(Math.max(4, 2 * cores))
            .setBufferSize(BUFFER_BYTES)
            .setDirectBuffers(true)
            .setSocketOption(Options.TCP_NODELAY, true)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLIS)
            .addHttpListener(Integer.parseInt(words[0]), "127.0.0.1")
            .setHandler(exchange -> read(exchange, answer))
            .build();
    server.start();
    InetSocketAddress bound = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("Ready at http://127.0.0.1:" + bound.getPort());
  }

  private static void read(HttpServerExchange exchange, ByteBuffer answer) {
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            (read, body) -> {
              read.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
              read.getResponseSender().send(answer.duplicate());
            });
  }
}
