package io.millrace.serving.model;

/**
 * The right to use a loaded version for the length of one request: until it is closed, the version
 * stays loaded, whatever happens to the table in the meantime.
 */
public interface ModelLease extends AutoCloseable {
  /** The version; the same one however often it is asked for. */
  ServedModel model();

  /**
   * The way by which the version was chosen, as {@code default}, {@code version}, {@code canary}:
   * one of few words, since metrics carry it as a label.
   */
  String route();

  /** Gives the right back. Called once, by any thread. Never throws. */
  @Override
  void close();
}
