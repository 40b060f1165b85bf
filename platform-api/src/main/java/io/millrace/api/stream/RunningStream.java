package io.millrace.api.stream;

/** A stream that an engine follows. Thread-safe. */
public interface RunningStream {
  /**
   * Asks it to end: the batch under way is finished, and no other one begins. Returns at once; more
   * calls do nothing.
   */
  void stop();

  /**
   * Waits for its end: the source is read up ({@link StreamSettings#all}), or it was stopped.
   *
   * @throws Exception what the handler threw, or what the engine made of a failure of its own
   */
  void await() throws Exception;
}
