package io.millrace.testkit.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one Spark session of their JVM, as a parameter of constructors and methods:
 * {@code SparkSession}, {@link SparkTestFrames} on it, or a {@link StageHarness}. The session is
 * small and local, knows Delta if that is on the class path, compares column names exactly, and
 * lives as long as the JVM: a test neither closes it nor leaves settings changed.
 *
 * <pre>{@code
 * @ExtendWith(SparkExtension.class)
 * final class MyStageTest {
 *   @Test
 *   void doublesValues(SparkTestFrames frames) { … }
 * }
 * }</pre>
 */
public final class SparkExtension implements BeforeEachCallback, ParameterResolver {
  @Override
  public void beforeEach(ExtensionContext context) {
    SharedSession.session();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == SparkSession.class
        || type == SparkTestFrames.class
        || type == StageHarness.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SparkSession session = SharedSession.session();
    Class<?> type = parameter.getParameter().getType();
    if (type == SparkSession.class) {
      return session;
    }
    SparkTestFrames frames = new SparkTestFrames(session);
    return type == StageHarness.class ? new StageHarness(frames) : frames;
  }
}
