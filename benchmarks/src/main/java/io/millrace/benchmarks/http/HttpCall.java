package io.millrace.benchmarks.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A request as it goes over the wire, and the body that has to come back. */
public final class HttpCall {
  private final byte[] request;
  private final byte[] answer;

  private HttpCall(byte[] request, byte[] answer) {
    this.request = request;
    this.answer = answer;
  }

  /** A request with a body. */
  public static HttpCall post(
      String path, String contentType, byte[] body, Map<String, String> headers) {
    StringBuilder head =
        new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: ");
    head.append(contentType).append("\r\nContent-Length: ").append(body.length).append("\r\n");
    return of(head, headers, body);
  }

  /** A request without a body. */
  public static HttpCall get(String path, Map<String, String> headers) {
    return of(
        new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"),
        headers,
        new byte[0]);
  }

  private static HttpCall of(StringBuilder head, Map<String, String> headers, byte[] body) {
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(body);
    return new HttpCall(bytes.toByteArray(), new byte[0]);
  }

  /** The same request, to which this is the right answer. */
  HttpCall answeredBy(byte[] body) {
    return new HttpCall(request, body);
  }

  byte[] request() {
    return request;
  }

  /** The body that has to come back. */
  public byte[] answer() {
    return answer.clone();
  }

  boolean isAnsweredBy(byte[] received, int from, int to) {
    return Arrays.equals(received, from, to, answer, 0, answer.length);
  }
}
