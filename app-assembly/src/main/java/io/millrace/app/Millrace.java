package io.millrace.app;

import io.millrace.api.error.MillraceException;
import io.millrace.console.report.RunReportPage;
import io.millrace.core.Platform;
import io.millrace.core.PlatformRun;
import io.millrace.core.RunCall;
import io.millrace.core.plan.Plan;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
import io.millrace.core.wiring.PlatformSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Millrace for Java programs: what the command line does, on the same home. Stages that the class
 * path holds are found like those in plugins.
 *
 * <pre>{@code
 * try (Millrace millrace = Millrace.open(Path.of(".millrace"))) {
 *   RunReport report = millrace.run(pipeline);
 *   System.exit(report.exitCode());
 * }
 * }</pre>
 *
 * <p>Opening costs next to nothing; a Spark session starts when a stage needs one, or the one that
 * the program has already is used. Methods throw {@link MillraceException} for what users can mend.
 * Thread-safe.
 */
public final class Millrace implements AutoCloseable {
  private final Platform<?> platform;

  private Millrace(Platform<?> platform) {
    this.platform = platform;
  }

  /** Opens a home, made when something is first kept there. */
  public static Millrace open(Path home) {
    return open(PlatformSettings.of(home));
  }

  /** Opens a home with plugins, a master, or settings of the engine. */
  public static Millrace open(PlatformSettings settings) {
    return new Millrace(Platform.open(settings));
  }

  /** What is wrong with a pipeline; empty if nothing is. Reads metadata only. */
  public List<Problem> validate(Pipeline pipeline) {
    return platform.validate(pipeline.request());
  }

  /** What a run would do; reads no rows and writes nothing. */
  public Plan<?> plan(Pipeline pipeline) {
    return platform.plan(RunCall.of(pipeline.request()));
  }

  /**
   * Runs a pipeline.
   *
   * @return how it ended: a stage's failure and a gate's refusal are told there
   * @throws MillraceException if the pipeline has mistakes: all of them, a line each
   */
  public RunReport run(Pipeline pipeline) {
    return run(RunCall.of(pipeline.request()), RunListener.NONE);
  }

  /**
   * Runs what a call says: some of the stages, a sample, other params, a YAML file.
   *
   * @param listener hears what happens on the way
   */
  public RunReport run(RunCall call, RunListener listener) {
    PlatformRun<?> run = platform.run(call);
    RunReport report = run.execute(listener);
    keepPage(run, listener);
    return report;
  }

  /** A run that is done stays done, whatever comes of its page. */
  private static void keepPage(PlatformRun<?> run, RunListener listener) {
    try {
      run.tracking().runs().run(run.id()).ifPresent(new RunReportPage(run.tracking())::keep);
    } catch (MillraceException e) {
      listener.warned("", "there is no report of this run: " + e.getMessage());
    }
  }

  /**
   * Scores rows with a registered model.
   *
   * @param model {@code NAME}, {@code NAME@alias} or {@code NAME:version}
   * @param input a CSV or Parquet file, or a Delta table
   * @param to where the rows with their predictions go, which must not be there yet; the ending
   *     tells the format
   */
  public ScoreReport score(String model, String input, String to) {
    return platform.score(ScoreCall.of(ModelName.parse(model), input, to, false)).execute();
  }

  /** Everything else: runs, models, feature tables, resuming, looking at rows. */
  public Platform<?> platform() {
    return platform;
  }

  @Override
  public void close() {
    platform.close();
  }
}
