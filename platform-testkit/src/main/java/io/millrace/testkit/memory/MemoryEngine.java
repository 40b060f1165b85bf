package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.Checkpoint;
import io.millrace.api.stream.RowCondition;
import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.tracking.StageFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An engine on {@link Table}s. Frames are not lazy; it notes which stages worked and what core
 * asked to keep, so that tests can assert on it. Two engines share nothing.
 */
public final class MemoryEngine implements Engine<Table>, StreamingEngine<Table> {
  private static final String CHECKPOINT = "frame.jsonl";

  private final EngineSettings settings;
  private final StageWork work = new StageWork();
  private final KeptFrames frames = new KeptFrames();
  private volatile boolean closed;

  MemoryEngine(EngineSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** What the engine was started with. */
  public EngineSettings settings() {
    return settings;
  }

  /** Notes of the stages' work. */
  public StageWork work() {
    return work;
  }

  /** Notes of the frames that core asked to keep. */
  public KeptFrames frames() {
    return frames;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public DatasetType<Table> datasetType() {
    return Table.TYPE;
  }

  @Override
  public Schema schema(Table frame) {
    return frame.schema();
  }

  @Override
  public <T> T inStage(String stage, Callable<T> callable) throws Exception {
    if (closed) {
      throw new IllegalStateException("the engine is closed; '" + stage + "' can't work on it");
    }
    return work.run(stage, callable);
  }

  @Override
  public StageFigures figures(String stage) {
    return work.figures(stage);
  }

  @Override
  public Progress progress(String stage) {
    return work.progress(stage);
  }

  @Override
  public Table persist(Table frame, String level) {
    frames.keep(frame, level, work.current());
    return frame;
  }

  @Override
  public void unpersist(Table frame) {
    frames.letGo(frame);
  }

  @Override
  public Table repartition(Table frame, int partitions) {
    frames.repartitioned(partitions);
    return frame;
  }

  @Override
  public Table broadcast(Table frame) {
    frames.broadcast();
    return frame;
  }

  @Override
  public Table sample(Table frame, double fraction, long seed) {
    return frame.filter(row -> ContentHash.fraction(seed, row) < fraction);
  }

  @Override
  public Table withContentHash(Table frame, String column, long seed) {
    return frame.with(
        Column.required(column, Simple.DOUBLE), row -> ContentHash.fraction(seed, row));
  }

  @Override
  public List<List<@Nullable Object>> head(Table frame, int rows) {
    return frame.rows().subList(0, Math.min(rows, frame.size()));
  }

  @Override
  public Table frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    return Table.of(schema, rows);
  }

  @Override
  public Table withNulls(Table frame, List<Column> columns) {
    Table result = frame;
    for (Column column : columns) {
      if (!frame.schema().has(column.name())) {
        result = result.with(Column.nullable(column.name(), column.type()), row -> null);
      }
    }
    return result;
  }

  @Override
  public Table withConstants(
      Table frame, List<Column> columns, List<? extends @Nullable Object> values) {
    Table result = frame;
    for (int i = 0; i < columns.size(); i++) {
      Object value = values.get(i);
      result = result.with(columns.get(i), row -> value);
    }
    return result;
  }

  @Override
  public Table counting(Table frame, LongConsumer count) {
    count.accept(frame.size());
    return frame;
  }

  @Override
  public Table select(Table frame, List<String> columns) {
    return frame.select(columns);
  }

  @Override
  public void writeCheckpoint(Table frame, Path directory) {
    TableFile.write(frame, directory.resolve(CHECKPOINT));
  }

  @Override
  public Table readCheckpoint(Path directory) {
    Path file = directory.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "no checkpoint lies in " + directory);
    }
    return TableFile.read(file);
  }

  @Override
  public Checkpoint checkpoint(String location) {
    return new MemoryCheckpoint(location);
  }

  /** A table is followed in batches of two rows. */
  @Override
  public RunningStream follow(
      Table source, StreamSettings settings, String stage, Handler<Table> handler) {
    return new MemoryStream(this, source, settings, stage, handler).start();
  }

  @Override
  public Table where(Table frame, RowCondition condition) {
    return TableSifting.where(frame, condition);
  }

  @Override
  public Table records(List<Table> refused) {
    return TableSifting.records(refused);
  }

  @Override
  public Parted<Table> part(Table rows, UnaryOperator<Table> computation) {
    return TableSifting.part(rows, computation);
  }

  @Override
  public Parted<Table> distinct(Table rows, List<String> keys, @Nullable String newest) {
    return TableSifting.distinct(rows, keys, newest);
  }

  @Override
  public FrameProfile profile(Table frame) {
    return MemoryProfile.of(frame);
  }

  @Override
  public MillraceException explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MillraceException known) {
        return known;
      }
      if (cause instanceof OutOfMemoryError) {
        return new MillraceException(
            StandardError.OUT_OF_MEMORY, "the memory engine ran out of memory", failure);
      }
    }
    return new MillraceException(StandardError.INTERNAL, String.valueOf(failure), failure);
  }

  @Override
  public void cancel() {
    work.cancel();
  }

  @Override
  public Map<String, String> partitioning() {
    return Map.of();
  }

  @Override
  public List<String> versions() {
    return new ArrayList<>(List.of("memory 1", "java " + Runtime.version().toString()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
