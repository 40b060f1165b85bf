package io.millrace.tracking.openlineage;

/** Where events go. Thread-safe. */
interface EventSink extends AutoCloseable {
  /** Takes an event, a JSON document in one line. What can't be delivered is a loss, no failure. */
  void send(String event);

  /** Delivers what is on its way, as far as that takes no long, and says what was lost. */
  @Override
  void close();
}
