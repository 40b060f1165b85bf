package io.millrace.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.StageFigures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What core asks of the world that frames live in. Thread-safe; one per run. */
public interface Engine<D> extends AutoCloseable {
  /** The datasets of this engine. */
  DatasetType<D> datasetType();

  /** The columns of a frame. */
  Schema schema(D frame);

  /**
   * Runs a stage's work: jobs that it starts count for that stage, {@link #cancel} reaches them,
   * and the session is the thread's active one. May be called from several threads at once for
   * different stages, and repeatedly for one: figures add up.
   */
  <T> T inStage(String stage, Callable<T> work) throws Exception;

  /** What was run for a stage since the engine started. */
  StageFigures figures(String stage);

  /**
   * How far a stage's work is, for people who watch it. Costs next to nothing and may be asked
   * several times a second, from any thread; it lags some milliseconds behind.
   */
  Progress progress(String stage);

  /** Marks a frame to be kept when first computed; {@code level} as the engine names it. */
  D persist(D frame, String level);

  /** Lets go of what {@link #persist} kept. */
  void unpersist(D frame);

  /** A frame spread over so many partitions. */
  D repartition(D frame, int partitions);

  /** A frame small enough to be sent to every worker where it is joined. */
  D broadcast(D frame);

  /** The rows whose content hashes, with the seed, below the fraction: the same rows everywhere. */
  D sample(D frame, double fraction, long seed);

  /**
   * Adds a column of doubles in [0, 1), behind the others, that follow from the row's content and
   * the seed, wherever the row lies: rows of equal content share their number.
   *
   * @param column the frame has none of that name
   */
  D withContentHash(D frame, String column, long seed);

  /** The first rows, in the frame's order: one list of values a row, in the order of columns. */
  List<List<Object>> head(D frame, int rows);

  /**
   * A frame of those rows, in their order.
   *
   * @param schema known
   * @param rows values as {@link #head} gives them; none, for a frame that has columns only
   */
  D frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows);

  /**
   * Tells what the frame's columns hold, all of them in one pass. Columns of nested and binary
   * values are left out; a vector of up to {@link FrameProfile#VECTOR_SLOTS} slots is told slot by
   * slot, a longer one not at all.
   */
  FrameProfile profile(D frame);

  /** Adds columns of nulls for those that the frame lacks. */
  D withNulls(D frame, List<Column> columns);

  /**
   * Adds columns that have one value in all rows, behind the others.
   *
   * @param columns the frame has none of these names
   * @param values one for each column, as {@link #head} gives them; null only where the column is
   *     nullable
   */
  D withConstants(D frame, List<Column> columns, List<? extends @Nullable Object> values);

  /**
   * A frame with the same rows that counts them as they are read.
   *
   * @param count told how many rows there are, once the first action has read all of them; not
   *     called by an action that fails. An action that reads fewer rows than there are tells fewer
   */
  D counting(D frame, LongConsumer count);

  /** Only these columns, in this order. */
  D select(D frame, List<String> columns);

  /**
   * Writes a frame so that {@link #readCheckpoint} gives it back with equal rows and types; whole
   * or not at all.
   */
  void writeCheckpoint(D frame, Path directory);

  /** The frame that was written there. */
  D readCheckpoint(Path directory);

  /**
   * Tells what an exception of the engine means for the user: out of memory, disk full, executor
   * lost … A {@link MillraceException} in the chain of causes is returned as it is.
   */
  MillraceException explain(Throwable failure);

  /** Stops the jobs of all stages. */
  void cancel();

  /**
   * The settings that decide into how many pieces frames are cut: given to {@link
   * EngineProvider#open} on another machine, sums are added up in the same order there.
   */
  Map<String, String> partitioning();

  /**
   * Versions for the run's record: {@code spark 4.1.0}, {@code delta 4.3.1}, {@code java 17.0.15}.
   */
  List<String> versions();

  @Override
  void close();

  /**
   * How far a stage's work is.
   *
   * @param jobs jobs that were started for it since the engine started
   * @param finished tasks done of the jobs under way
   * @param total tasks of the jobs under way; 0 if none is
   * @param seconds for how long the oldest of these jobs has run
   * @param rows rows that went through these jobs, counted where most did; -1 if unknown
   * @param spilledBytes bytes spilled to disk since the engine started
   */
  record Progress(
      int jobs, long finished, long total, double seconds, long rows, long spilledBytes) {
    /** Nothing was run. */
    public static final Progress NONE = new Progress(0, 0, 0, 0, -1, 0);

    /**
     * What is left to the jobs under way, if their tasks go on as they did; empty before one did.
     */
    public OptionalDouble secondsLeft() {
      return finished <= 0 || total <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(seconds * Math.max(0, total - finished) / finished);
    }
  }
}
