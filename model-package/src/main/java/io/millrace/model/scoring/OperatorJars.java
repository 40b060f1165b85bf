package io.millrace.model.scoring;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** Which jars of plugins a server has to be given: not each plugin with a stage has an operator. */
public final class OperatorJars {
  private static final String LIST = "META-INF/services/" + ScoringOperator.class.getName();

  private OperatorJars() {}

  /**
   * Whether a jar offers scoring operators. Runs nothing of it.
   *
   * @throws MillraceException PLUGIN_REFUSED, if the file is no jar that can be read
   */
  public static boolean offersOperators(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.getEntry(LIST) != null;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.PLUGIN_REFUSED,
          "The plugin jar %s can't be read (%s).".formatted(jar, e.getMessage()),
          e);
    }
  }
}
