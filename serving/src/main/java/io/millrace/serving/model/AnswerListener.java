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
}
