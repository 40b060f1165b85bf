package io.millrace.app.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs and models are recorded: an option of every verb that reads or writes them. */
public final class TrackingOption {
  /** The environment variable that names the address, above what a file says. */
  public static final String VARIABLE = "MILLRACE_TRACKING";

  @Option(
      names = "--tracking",
      paramLabel = "URI",
      description = {
        "where runs and models are recorded: sqlite:/PATH, jdbc:postgresql://HOST/DATABASE,",
        "mlflow:http://HOST:PORT, or memory: for nowhere; else $$MILLRACE_TRACKING, else what",
        "the pipeline file says under 'tracking:', else the home's own database"
      })
  private @Nullable String tracking;

  /** The address of the call, else of the environment; null if neither names one. */
  public @Nullable String address(Map<String, String> environment) {
    String address = tracking != null ? tracking : environment.get(VARIABLE);
    return address == null || address.isBlank() ? null : address.strip();
  }
}
