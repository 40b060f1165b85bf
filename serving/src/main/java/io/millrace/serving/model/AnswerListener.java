package io.millrace.serving.model;

/**
 * Is told how requests to models went: a request log, a shadow, the watch over a canary. Called on
 * the thread that answers, after the answer was handed to the connection and before the lease is
 * closed; must not block, and must not throw.
 */
public interface AnswerListener {
  /** A request was answered with predictions. */
  void answered(Answer answer);

  /** A request that had a version was refused or failed. */
  void failed(Failure failure);

  /**
   * A request for predictions was refused before any version looked at it: the server was busy, the
   * body too large or too slow, or in a format that is not read. Called on any thread, when the
   * request is over. Who judges versions passes over it: none of them is to blame.
   *
   * @param failure without rows, and with the version that would have answered
   */
  void turnedAway(Failure failure);
}
