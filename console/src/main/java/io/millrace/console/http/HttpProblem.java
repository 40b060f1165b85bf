package io.millrace.console.http;

import static java.util.Objects.requireNonNull;

/** A request that is not answered as it was asked: its status, and why in a sentence. */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** With a status from 400 on. */
  public HttpProblem(int status, String message) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.status = status;
  }

  /** The request makes no sense. */
  public static HttpProblem bad(String message) {
    return new HttpProblem(400, message);
  }

  /** There is nothing of that name. */
  public static HttpProblem missing(String message) {
    return new HttpProblem(404, message);
  }

  int status() {
    return status;
  }
}
