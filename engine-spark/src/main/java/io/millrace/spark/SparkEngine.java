package io.millrace.spark;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.StockExport;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.Checkpoint;
import io.millrace.api.stream.RowCondition;
import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.tracking.StageFigures;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.api.SparkFrames;
import io.millrace.spark.profile.Profiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** The engine port on a Spark session. */
public final class SparkEngine
    implements Engine<Dataset<Row>>, StockExport<Dataset<Row>>, StreamingEngine<Dataset<Row>> {
  /** Events come some milliseconds late; figures rather lack some than hold a run up. */
  private static final int EVENTS_MILLIS = 2_000;

  private static final List<String> PARTITIONING =
      List.of(
          "spark.sql.adaptive.coalescePartitions.initialPartitionNum",
          "spark.sql.files.maxPartitionBytes",
          "spark.sql.shuffle.partitions");

  private final SparkSession session;
  private final SparkContext context;
  private final boolean owned;
  private final ClassLoader classLoader;
  private final String runTag = "millrace-" + UUID.randomUUID();
  private final String tagPrefix = runTag + "-";
  private final StageListener listener = new StageListener(this::stageOfTag);

  private SparkEngine(SparkSession session, boolean owned, ClassLoader classLoader) {
    this.session = session;
    this.context = session.sparkContext();
    this.owned = owned;
    this.classLoader = classLoader;
    context.addSparkListener(listener);
  }

  /**
   * Starts a session, or joins the one that the process has already; only the former is stopped by
   * {@link #close}.
   *
   * @throws MillraceException CLUSTER_UNREACHABLE, or INVALID_CALL for settings that Spark refuses
   */
  public static SparkEngine open(EngineSettings settings) {
    boolean owned = SparkSession.getDefaultSession().isEmpty();
    return new SparkEngine(Sessions.open(settings), owned, settings.classLoader());
  }

  /** An engine on a session that somebody else started and will stop. */
  public static SparkEngine on(SparkSession session) {
    return new SparkEngine(session, false, Thread.currentThread().getContextClassLoader());
  }

  /** The session that the engine's frames live in. */
  public SparkSession session() {
    return session;
  }

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Schema schema(Dataset<Row> frame) {
    return Schemas.fromSpark(frame.schema());
  }

  @Override
  public <T> T inStage(String stage, Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader loaderBefore = thread.getContextClassLoader();
    List<String> tagsBefore = ownTags();
    tagsBefore.forEach(context::removeJobTag);
    context.addJobTag(runTag);
    context.addJobTag(tagPrefix + stage);
    thread.setContextClassLoader(classLoader);
    SparkSession.setActiveSession(session);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(loaderBefore);
      ownTags().forEach(context::removeJobTag);
      tagsBefore.forEach(context::addJobTag);
    }
  }

  private List<String> ownTags() {
    return CollectionConverters.asJava(context.getJobTags()).stream()
        .filter(tag -> tag.startsWith(runTag))
        .toList();
  }

  private Optional<String> stageOfTag(String tag) {
    return tag.startsWith(tagPrefix)
        ? Optional.of(tag.substring(tagPrefix.length()))
        : Optional.empty();
  }

  @Override
  public StageFigures figures(String stage) {
    // Spark posts a job's events before it lets the caller go on, in order: the marker comes last.
    CountDownLatch seen = new CountDownLatch(1);
    context.listenerBus().post(new StageListener.Marker(seen));
    try {
      seen.await(EVENTS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return listener.figures(stage);
  }

  @Override
  public Progress progress(String stage) {
    return listener.progress(stage);
  }

  @Override
  public Dataset<Row> persist(Dataset<Row> frame, String level) {
    return frame.persist(storageLevel(level));
  }

  private static StorageLevel storageLevel(String level) {
    try {
      return StorageLevel.fromString(level);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "'"
              + level
              + "' is no level to persist at; levels are MEMORY_AND_DISK, MEMORY_AND_DISK_SER,"
              + " MEMORY_ONLY, MEMORY_ONLY_SER, DISK_ONLY and those with _2 at the end.",
          e);
    }
  }

  @Override
  public void unpersist(Dataset<Row> frame) {
    frame.unpersist();
  }

  /** By content: what one partition holds does not depend on how the rows lay before. */
  @Override
  public Dataset<Row> repartition(Dataset<Row> frame, int partitions) {
    return frame.repartition(partitions, RowHash.uniform(frame.schema(), List.of(), 0));
  }

  @Override
  public Dataset<Row> broadcast(Dataset<Row> frame) {
    return functions.broadcast(frame);
  }

  @Override
  public Dataset<Row> sample(Dataset<Row> frame, double fraction, long seed) {
    return frame.filter(RowHash.uniform(frame.schema(), List.of(), seed).lt(fraction));
  }

  @Override
  public Dataset<Row> withContentHash(Dataset<Row> frame, String column, long seed) {
    return frame.withColumn(column, RowHash.uniform(frame.schema(), List.of(), seed));
  }

  @Override
  public List<List<Object>> head(Dataset<Row> frame, int rows) {
    List<List<Object>> values = new ArrayList<>();
    frame.takeAsList(rows).forEach(row -> values.add(RowValues.plain(row)));
    return values;
  }

  @Override
  public Dataset<Row> frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    List<Row> converted = rows.stream().map(row -> RowValues.row(schema, row)).toList();
    return session.createDataFrame(converted, Schemas.toSpark(schema)).coalesce(1);
  }

  @Override
  public Dataset<Row> withNulls(Dataset<Row> frame, List<Column> columns) {
    return FrameColumns.withNulls(frame, columns);
  }

  @Override
  public Dataset<Row> withConstants(
      Dataset<Row> frame, List<Column> columns, List<? extends @Nullable Object> values) {
    return FrameColumns.withConstants(frame, columns, values);
  }

  @Override
  public Dataset<Row> counting(Dataset<Row> frame, LongConsumer count) {
    Observation rows = new Observation();
    rows.future()
        .foreach(
            found -> {
              count.accept(found.getLong(0));
              return BoxedUnit.UNIT;
            },
            ExecutionContext.parasitic$.MODULE$);
    return frame.observe(rows, functions.count(functions.lit(1)).as("rows"));
  }

  @Override
  public Dataset<Row> select(Dataset<Row> frame, List<String> columns) {
    return Columns.select(frame, columns);
  }

  @Override
  public void writeCheckpoint(Dataset<Row> frame, Path directory) {
    Checkpoints.write(frame, directory);
  }

  @Override
  public Dataset<Row> readCheckpoint(Path directory) {
    return Checkpoints.read(session, directory);
  }

  @Override
  public void writeStock(
      List<Column> unlabelled,
      List<FittedTransformer<Dataset<Row>>> steps,
      Model<Dataset<Row>> model,
      Path directory) {
    List<Object> learnt = new ArrayList<>(steps);
    learnt.add(model);
    StockPipeline.write(unlabelled, learnt, directory);
  }

  @Override
  public Checkpoint checkpoint(String location) {
    return SparkCheckpoint.at(location, context.hadoopConfiguration());
  }

  @Override
  public RunningStream follow(
      Dataset<Row> source, StreamSettings settings, String stage, Handler<Dataset<Row>> handler) {
    return SparkStream.start(this, source, settings, stage, handler);
  }

  @Override
  public Dataset<Row> where(Dataset<Row> frame, RowCondition condition) {
    return FrameColumns.where(frame, condition);
  }

  @Override
  public Dataset<Row> records(List<Dataset<Row>> refused) {
    return refused.stream().map(RowParting::records).reduce(Dataset::unionAll).orElseThrow();
  }

  @Override
  public Parted<Dataset<Row>> part(Dataset<Row> rows, UnaryOperator<Dataset<Row>> computation) {
    return RowParting.part(rows, computation);
  }

  @Override
  public Parted<Dataset<Row>> distinct(
      Dataset<Row> rows, List<String> keys, @Nullable String newest) {
    return RowParting.distinct(rows, keys, newest);
  }

  @Override
  public FrameProfile profile(Dataset<Row> frame) {
    return Profiles.of(frame);
  }

  @Override
  public MillraceException explain(Throwable failure) {
    return Failures.explain(failure);
  }

  @Override
  public void cancel() {
    context.cancelJobsWithTag(runTag);
  }

  /** Files and local rows are cut by the parallelism, shuffles by the rest. */
  @Override
  public Map<String, String> partitioning() {
    Map<String, String> result = new TreeMap<>();
    result.put("spark.default.parallelism", String.valueOf(context.defaultParallelism()));
    for (String setting : PARTITIONING) {
      scala.Option<String> value = session.conf().getOption(setting);
      if (value.isDefined()) {
        result.put(setting, value.get());
      }
    }
    return result;
  }

  @Override
  public List<String> versions() {
    return Versions.of(session);
  }

  @Override
  public void close() {
    context.removeSparkListener(listener);
    if (owned) {
      session.stop();
    }
  }
}
