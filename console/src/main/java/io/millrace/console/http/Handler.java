package io.millrace.console.http;

/** Answers requests to one address; called by several threads. */
@FunctionalInterface
public interface Handler {
  /**
   * The answer.
   *
   * @throws HttpProblem what is wrong with the request
   * @throws io.millrace.api.error.MillraceException what the reader can mend; shown as it is
   */
  Answer answer(Request request);
}
