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
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds up what jobs report, for the stage of the pipeline whose tag they carry. Spark calls the
 * methods on one thread of its own, some time after the fact.
 */
final class StageListener extends SparkListener {
  /** The property in which Spark keeps a thread's job tags, joined by commas. */
  private static final String TAGS = "spark.job.tags";

  /** What most operators of Spark SQL call their count of rows. */
  private static final String ROWS = "number of output rows";

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
    private final String stage;
    private final Totals totals;
    private final List<Integer> sparkStages;
    private final long tasks;
    private final long start = System.nanoTime();

    /** By the metric of an operator that counts rows. */
    private final Map<Long, Long> rows = new HashMap<>();

    private long rowsWritten;
    private long finishedTasks;

    Job(String stage, Totals totals, List<Integer> sparkStages, long tasks) {
      this.stage = stage;
      this.totals = totals;
      this.sparkStages = sparkStages;
      this.tasks = tasks;
    }

    void finished(SparkListenerTaskEnd task) {
      finishedTasks++;
      rowsWritten += task.taskMetrics().outputMetrics().recordsWritten();
      Iterator<AccumulableInfo> metrics = task.taskInfo().accumulables().iterator();
      while (metrics.hasNext()) {
        AccumulableInfo metric = metrics.next();
        boolean counts = metric.name().contains(ROWS) && metric.update().isDefined();
        if (counts && metric.update().get() instanceof Long count) {
          rows.merge(metric.id(), count, Long::sum);
        }
      }
    }

    long mostRows() {
      return rows.values().stream().mapToLong(Long::longValue).max().orElse(-1);
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

  /** How far a stage is: of its jobs that run, and what it spilled so far. */
  synchronized Progress progress(String stage) {
    Totals total = totals.get(stage);
    if (total == null) {
      return Progress.NONE;
    }
    List<Job> running = jobs.values().stream().filter(job -> job.stage.equals(stage)).toList();
    long now = System.nanoTime();
    return new Progress(
        total.jobs + running.size(),
        running.stream().mapToLong(job -> Math.min(job.finishedTasks, job.tasks)).sum(),
        running.stream().mapToLong(job -> job.tasks).sum(),
        running.stream().mapToLong(job -> now - job.start).max().orElse(0) / 1e9,
        running.stream().mapToLong(Job::mostRows).max().orElse(-1),
        total.spilledBytes);
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
    long tasks = 0;
    for (StageInfo info : CollectionConverters.asJava(start.stageInfos())) {
      sparkStages.add(info.stageId());
      // A shuffle that another job has made already is not made again.
      tasks += info.completionTime().isEmpty() ? info.numTasks() : 0;
    }
    Job job = new Job(stage, totals.computeIfAbsent(stage, s -> new Totals()), sparkStages, tasks);
    jobs.put(start.jobId(), job);
    // A later job may name a shuffle's stage again, only to skip it.
    sparkStages.forEach(id -> jobOfSparkStage.putIfAbsent(id, job));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Job job = jobOfSparkStage.get(end.stageId());
    if (job == null || end.taskMetrics() == null) {
      return;
    }
    job.totals.add(end.taskMetrics());
    if (end.reason() == Success$.MODULE$) {
      job.finished(end);
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
