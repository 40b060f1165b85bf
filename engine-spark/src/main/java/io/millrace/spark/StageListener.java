package io.millrace.spark;

import io.millrace.api.Engine.Progress;
import io.millrace.api.tracking.StageFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.spark.Success$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds up what jobs report, for the stage of the pipeline whose tag they carry. Spark calls the
 * methods on one thread of its own, some time after the fact.
 */
final class StageListener extends SparkListener {
  /** The property in which Spark keeps a thread's job tags, joined by commas. */
  private static final String TAGS = "spark.job.tags";

  private final Function<String, Optional<String>> stageOfTag;
  private final Map<String, Totals> totals = new HashMap<>();
  private final Map<Integer, Job> jobs = new HashMap<>();
  private final Map<Integer, Job> jobOfSparkStage = new HashMap<>();

  /**
   * With a way to read tags.
   *
   * @param stageOfTag the pipeline's stage for a job tag; empty for tags of others
   */
  StageListener(Function<String, Optional<String>> stageOfTag) {
    this.stageOfTag = stageOfTag;
  }

  /** Posted to learn that all events before it have been seen. */
  record Marker(CountDownLatch seen) implements SparkListenerEvent {
    @Override
    public boolean logEvent() {
      return false;
    }
  }

  /** What is known of one job while it runs. */
  private static final class Job {
    private final Totals totals;
    private final List<Integer> sparkStages;
    private long rowsWritten;
    private long finishedTasks;
    private long knownTasks;

    Job(Totals totals, List<Integer> sparkStages) {
      this.totals = totals;
      this.sparkStages = sparkStages;
    }
  }

  /** The figures of one stage of the pipeline. */
  private static final class Totals {
    private long rowsWritten = -1;
    private long bytesRead;
    private long bytesWritten;
    private long shuffleBytes;
    private long spilledBytes;
    private long peakMemoryBytes;
    private int jobs;
    private int tasks;

    void add(TaskMetrics metrics) {
      tasks++;
      bytesRead += metrics.inputMetrics().bytesRead();
      bytesWritten += metrics.outputMetrics().bytesWritten();
      shuffleBytes += metrics.shuffleWriteMetrics().bytesWritten();
      spilledBytes += metrics.diskBytesSpilled();
      peakMemoryBytes = Math.max(peakMemoryBytes, metrics.peakExecutionMemory());
    }

    /** Of several jobs over the same rows, the largest tells: adding up would count rows twice. */
    void end(Job job) {
      jobs++;
      if (job.rowsWritten > 0) {
        rowsWritten = Math.max(rowsWritten, job.rowsWritten);
      }
    }

    StageFigures figures() {
      return new StageFigures(
          rowsWritten,
          bytesRead,
          bytesWritten,
          shuffleBytes,
          spilledBytes,
          peakMemoryBytes,
          jobs,
          tasks);
    }
  }

  synchronized StageFigures figures(String stage) {
    Totals found = totals.get(stage);
    return found == null ? StageFigures.NONE : found.figures();
  }

  synchronized Progress progress() {
    long finished = 0;
    long known = 0;
    for (Job job : jobs.values()) {
      finished += job.finishedTasks;
      known += job.knownTasks;
    }
    return new Progress(finished, known);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    String tags = start.properties() == null ? null : start.properties().getProperty(TAGS);
    if (tags == null) {
      return;
    }
    for (String tag : tags.split(",")) {
      stageOfTag.apply(tag).ifPresent(stage -> begin(start, stage));
    }
  }

  private void begin(SparkListenerJobStart start, String stage) {
    List<Integer> sparkStages = new ArrayList<>();
    for (StageInfo info : CollectionConverters.asJava(start.stageInfos())) {
      sparkStages.add(info.stageId());
    }
    Job job = new Job(totals.computeIfAbsent(stage, s -> new Totals()), sparkStages);
    jobs.put(start.jobId(), job);
    // A later job may name a shuffle's stage again, only to skip it.
    sparkStages.forEach(id -> jobOfSparkStage.putIfAbsent(id, job));
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    Job job = jobOfSparkStage.get(submitted.stageInfo().stageId());
    if (job != null) {
      job.knownTasks += submitted.stageInfo().numTasks();
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Job job = jobOfSparkStage.get(end.stageId());
    if (job == null || end.taskMetrics() == null) {
      return;
    }
    job.totals.add(end.taskMetrics());
    if (end.reason() == Success$.MODULE$) {
      job.finishedTasks++;
      job.rowsWritten += end.taskMetrics().outputMetrics().recordsWritten();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    Job job = jobs.remove(end.jobId());
    if (job != null) {
      job.totals.end(job);
      job.sparkStages.forEach(id -> jobOfSparkStage.remove(id, job));
    }
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof Marker marker) {
      marker.seen().countDown();
    }
  }
}
