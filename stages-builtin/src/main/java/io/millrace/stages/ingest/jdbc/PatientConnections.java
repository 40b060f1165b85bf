package io.millrace.stages.ingest.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.jdbc.JdbcConnectionProvider;
import org.apache.spark.util.TaskFailureListener;
import scala.collection.immutable.Map;

/**
 * How Spark's tasks connect: as {@link Attempts} does. Spark finds it by ServiceLoader, and takes
 * it where a reader asks for it by name.
 */
public final class PatientConnections extends JdbcConnectionProvider {
  /** What readers ask for. */
  static final String NAME = "millrace";

  /** The option that tells one reader from others. */
  static final String READER = "millrace.reader";

  /** For ServiceLoader. */
  public PatientConnections() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean canHandle(Driver driver, Map<String, String> options) {
    return isAskedFor(options);
  }

  private static boolean isAskedFor(Map<String, String> options) {
    scala.Option<String> asked = options.get("connectionProvider");
    return asked.isDefined() && asked.get().equals(NAME);
  }

  @Override
  public Connection getConnection(Driver driver, Map<String, String> options) {
    Properties properties = new Properties();
    for (String key : new String[] {"user", "password"}) {
      scala.Option<String> value = options.get(key);
      if (value.isDefined()) {
        properties.put(key, value.get());
      }
    }
    scala.Option<String> reader = options.get(READER);
    String origin = reader.isDefined() ? reader.get() : "";
    TaskContext task = TaskContext.get();
    if (task != null) {
      // A failure says nothing of where it comes from; listeners see it before Spark packs it up.
      TaskFailureListener mark =
          (context, failure) -> JdbcFailures.in(failure).ifPresent(found -> mark(found, origin));
      task.addTaskFailureListener(mark);
    }
    try {
      return Attempts.connect(driver, options.apply("url"), properties);
    } catch (SQLException e) {
      mark(e, origin);
      throw PatientConnections.<RuntimeException>unchecked(e);
    }
  }

  private static void mark(SQLException failure, String origin) {
    if (!isMarked(failure, origin)) {
      failure.addSuppressed(new SQLException(origin));
    }
  }

  /** Whether the failure is one of that reader's. */
  static boolean isMarked(SQLException failure, String origin) {
    return Arrays.stream(failure.getSuppressed()).anyMatch(s -> origin.equals(s.getMessage()));
  }

  /** Spark's tasks look for SQL exceptions; Scala, whose method this is, declares none. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The cast is erased.
  private static <E extends Exception> E unchecked(Exception failure) throws E {
    throw (E) failure;
  }

  @Override
  public boolean modifiesSecurityContext(Driver driver, Map<String, String> options) {
    return false;
  }
}
