package io.millrace.api.tracking;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers runs. Every write is durable when the call returns, and safe to repeat. Thread-safe,
 * and safe with other processes writing to the same store.
 */
public interface RunTracker {
  /**
   * Notes that a run has started; for a run that is known, that it goes on: status RUNNING again.
   */
  void start(RunStart start);

  /** Notes what became of a stage; the last word counts. */
  void stage(String run, StageRecord stage);

  /**
   * Notes metrics.
   *
   * @param step 0, or the count of a repeated measurement: a trial, an iteration
   */
  void metrics(String run, Map<String, Double> metrics, long step);

  /** Notes further words about a run; the last value of a name counts. */
  void tags(String run, Map<String, String> tags);

  /** Notes trials of the run's searches; the last word on a search's number counts. */
  void trials(String run, List<TrialRecord> trials);

  /**
   * Keeps a text with a run, as it is, found again in {@link RunStart#documents}; the last text of
   * a name counts.
   *
   * @param name segments of letters, digits, {@code . _ -} with slashes between them
   */
  void document(String run, String name, String text);

  /**
   * Keeps a copy of a file with a run; the last file of a name counts.
   *
   * @param name as of a document, with a file's extension, as {@code report.html}
   */
  void artifact(String run, String name, Path file);

  /** Notes the end of a run. */
  void finish(String run, RunStatus status, Instant end, String message);

  /** A run with all that is known of it. */
  Optional<RunRecord> run(String run);

  /** The runs asked for, without stages and documents. */
  List<RunRecord> runs(RunQuery query);

  /** How many runs a query is for, without its offset and limit. */
  long count(RunQuery query);

  /** The trials of a run, search by search, in the order of their numbers; none if unknown. */
  List<TrialRecord> trials(String run);

  /** All values of a metric, in the order of their steps; none if it was never noted. */
  List<MetricPoint> history(String run, String metric);

  /** The names of the files that are kept with a run, sorted; none if it is unknown. */
  List<String> artifacts(String run);

  /**
   * A file that is kept with a run, as a local one only to be read.
   *
   * @throws io.millrace.api.error.MillraceException NOT_FOUND, if there is none of that name
   */
  Path open(String run, String artifact);

  /** Notes what a run read and wrote, beside what was noted before. */
  void links(String run, Collection<RunLink> links);

  /** What a run read and wrote, sorted; none if it is unknown. */
  List<RunLink> links(String run);

  /** The links of runs that are asked for, those of the newest runs first. */
  List<LinkedRun> linkedRuns(LinkQuery query);

  /** Forgets a run, its trials, its files and its links. */
  void delete(String run);
}
