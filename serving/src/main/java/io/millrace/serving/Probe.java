package io.millrace.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server of this machine whether it is ready: for images, which have no curl. */
final class Probe {
  private static final int PATIENCE_MILLIS = 4_000;
  private static final String REQUEST =
      "GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final String READY = "HTTP/1.1 200 ";

  private Probe() {}

  /** 0 if it is ready, else 1, as a health check of an image ends. */
  static int exitCode(int port) {
    // A client for this would load longer than the answer takes.
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(READY.length()), StandardCharsets.US_ASCII).equals(READY)
          ? 0
          : 1;
    } catch (IOException e) {
      return 1;
    }
  }
}
