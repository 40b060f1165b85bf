package io.millrace.core.stream;

/** What the batches of this process add up to. */
final class Tally {
  private final StreamListener listener;
  private long batches;
  private long rows;
  private long deadLetters;
  private int version;

  Tally(StreamListener listener) {
    this.listener = listener;
  }

  void started(StreamJob<?> job) {
    listener.started(
        job.source().followed(), job.target().output().shown(), job.target().delivery().text());
  }

  void note(String message) {
    listener.note(message);
  }

  synchronized void batch(BatchReport report) {
    batches++;
    rows += Math.max(0, report.rows());
    deadLetters += Math.max(0, report.deadLetters());
    version = report.version();
    listener.batch(report);
  }

  synchronized StreamReport report(
      String stream, StreamJob<?> job, boolean interrupted, long start) {
    return new StreamReport(
        stream,
        job.model().model(),
        version,
        job.source().followed(),
        job.target().output().shown(),
        job.target().delivery().text(),
        batches,
        rows,
        deadLetters,
        (System.nanoTime() - start) / 1e9,
        interrupted);
  }
}
