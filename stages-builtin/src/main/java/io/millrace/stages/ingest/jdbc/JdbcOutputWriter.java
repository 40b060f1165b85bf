package io.millrace.stages.ingest.jdbc;

import static java.util.Objects.requireNonNull;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Written;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.spark.api.FlatColumns;
import io.millrace.spark.api.SparkFrames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Writes tables of databases. Spark's tasks fill a table of the job's own, side by side; one
 * transaction then brings its rows to where they belong and notes the job, so that a process that
 * is killed leaves nothing but that table, and a repeat starts it anew. Works by standard SQL
 * alone.
 */
public final class JdbcOutputWriter implements StreamOutputWriter<Dataset<Row>> {
  /** Each holds a connection; databases allow some dozens in all. */
  private static final int CONNECTIONS = 8;

  /** For ServiceLoader. */
  public JdbcOutputWriter() {}

  @Override
  public DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("jdbc");
  }

  @Override
  public Optional<Written> find(Output output, EffectKey key) {
    JdbcSource source = source(output);
    try (Connection connection = source.connect()) {
      JdbcJobs jobs = new JdbcJobs(connection, requireNonNull(output.table()));
      return jobs.find(job(key), output.mode() == Output.Mode.OVERWRITE);
    } catch (SQLException e) {
      throw JdbcFailures.writing(source, e);
    }
  }

  @Override
  public Written write(Dataset<Row> frame, Output output, EffectKey key) {
    JdbcSource source = source(output);
    JdbcTarget target = new JdbcTarget(source, output, job(key));
    Dataset<Row> rows = FlatColumns.single(frame);
    try (Connection connection = source.connect()) {
      target.requireFit(connection, rows.columns());
      try {
        stage(rows, output, source, target.staging());
        long written = target.take(connection, rows.columns(), key.fingerprint());
        return new Written(key.fingerprint(), written, Map.of());
      } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
        target.discard(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw JdbcFailures.writing(source, e);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw JdbcFailures.in(e)
          .<RuntimeException>map(found -> JdbcFailures.writing(source, found))
          .orElseGet(() -> JdbcOutputWriter.<RuntimeException>undeclared(e));
    }
  }

  @Override
  public Delivery delivery(Output output) {
    if (output.mode() == Output.Mode.OVERWRITE) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a stream does not overwrite what lies in %s; the modes of streams are create, append and merge"
              .formatted(output.shown()));
    }
    return Delivery.EXACTLY_ONCE;
  }

  @Override
  public void requireReady(Output output, BatchKey key) {
    if (output.mode() != Output.Mode.CREATE || find(output, effect(key)).isPresent()) {
      return;
    }
    JdbcSource source = source(output);
    try (Connection connection = source.connect()) {
      if (JdbcJobs.exists(connection, requireNonNull(output.table()))) {
        throw new MillraceException(
            StandardError.INVALID_CALL,
            "The table '%s' is there already; take the mode append or merge, or name another one."
                .formatted(output.table()));
      }
    } catch (SQLException e) {
      throw JdbcFailures.writing(source, e);
    }
  }

  private static EffectKey effect(BatchKey key) {
    return new EffectKey(key.stream(), key.place(), Long.toString(key.batch()));
  }

  /** A stream is one job, whose content is the number of its last batch. */
  @Override
  public Written write(Dataset<Row> frame, Output output, BatchKey key) {
    EffectKey effect = effect(key);
    Optional<Written> last = find(output, effect);
    if (last.filter(done -> Long.parseLong(done.content()) >= key.batch()).isPresent()) {
      return new Written(effect.fingerprint(), -1, Map.of());
    }
    // Only the stream's first batch finds nothing there.
    boolean later = last.isPresent() && output.mode() == Output.Mode.CREATE;
    return write(frame, later ? output.in(Output.Mode.APPEND) : output, effect);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // This is how Scala throws.
  private static <E extends Exception> E undeclared(Exception failure) throws E {
    throw (E) failure;
  }

  private static void stage(Dataset<Row> rows, Output output, JdbcSource source, String staging) {
    // SQLite lets one connection write at a time, and fails the others.
    boolean one = String.valueOf(output.url()).startsWith("jdbc:sqlite:");
    var writer =
        rows.write()
            .format("jdbc")
            .option("url", output.url())
            .option("driver", source.driver().getClass().getName())
            .option("connectionProvider", PatientConnections.NAME)
            .option("dbtable", staging)
            .option("numPartitions", one ? 1 : CONNECTIONS);
    if (output.user() != null) {
      writer.option("user", output.user());
    }
    if (output.password() != null) {
      writer.option("password", output.password());
    }
    writer.mode(SaveMode.Overwrite).save();
  }

  private static String job(EffectKey key) {
    return key.run() + "/" + key.stage();
  }

  private static JdbcSource source(Output output) {
    return new JdbcSource(
        new JdbcFactory.Options(
            requireNonNull(output.url()),
            output.table(),
            null,
            output.user(),
            output.password(),
            output.driver(),
            null,
            null,
            1,
            null,
            null,
            1_000,
            false));
  }
}
