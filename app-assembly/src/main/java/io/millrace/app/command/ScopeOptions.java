package io.millrace.app.command;

import io.millrace.core.RunCall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a pipeline is run. */
public final class ScopeOptions {
  @Option(
      names = "--until",
      paramLabel = "STAGE",
      description = "only this stage and what it needs")
  private @Nullable String until;

  @Option(
      names = "--from",
      paramLabel = "STAGE",
      description = "this stage and all after it again, kept or not")
  private @Nullable String from;

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      description =
          "only this share of every source's rows, as 1%%; nothing is published or deployed then")
  private @Nullable String sample;

  @Option(names = "--fresh", description = "use nothing that was kept")
  private boolean fresh;

  /** The call with all of that. */
  RunCall call(RunCall call) {
    double share = sample == null ? 1 : Arguments.share("--sample", sample);
    return new RunCall(call.file(), until, from, fresh, share);
  }

  /** Whether anything was said. */
  boolean isGiven() {
    return until != null || from != null || sample != null || fresh;
  }
}
