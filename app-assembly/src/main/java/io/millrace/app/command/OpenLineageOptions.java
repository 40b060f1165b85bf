package io.millrace.app.command;

import io.millrace.api.tracking.LineageTarget;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is told of runs: options of every verb that records one. */
public final class OpenLineageOptions {
  /** The environment variable that names the address. */
  public static final String VARIABLE = "MILLRACE_OPENLINEAGE";

  /** The environment variable that names the namespace. */
  public static final String NAMESPACE_VARIABLE = "MILLRACE_OPENLINEAGE_NAMESPACE";

  @Option(
      names = "--openlineage",
      paramLabel = "URI",
      description = {
        "tells of the run by OpenLineage events: appended to a file, PATH or",
        "file:PATH, or sent to http(s)://HOST:PORT, with the key of",
        "$$MILLRACE_OPENLINEAGE_API_KEY; else $$MILLRACE_OPENLINEAGE; '' for nobody"
      })
  private @Nullable String address;

  @Option(
      names = "--openlineage-namespace",
      paramLabel = "NAME",
      description =
          "of jobs and models there; else $$MILLRACE_OPENLINEAGE_NAMESPACE, else millrace")
  private @Nullable String namespace;

  /**
   * Whom the call, else the environment names; null if neither names one.
   *
   * @param directory where the command is called from
   */
  public @Nullable LineageTarget target(Map<String, String> environment, Path directory) {
    String to = address != null ? address : environment.get(VARIABLE);
    if (to == null || to.isBlank()) {
      return null;
    }
    String set = environment.get(NAMESPACE_VARIABLE);
    String usual = set == null || set.isBlank() ? LineageTarget.NAMESPACE : set;
    return new LineageTarget(
        to.strip(), namespace != null ? namespace : usual, directory, Version.number());
  }
}
