package io.millrace.testkit.memory.stages;

import io.millrace.api.StageContext;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.effect.Receipt;
import io.millrace.api.option.Help;
import io.millrace.api.output.Output;
import io.millrace.api.stream.StreamScoring;
import io.millrace.api.stream.StreamScoring.Outcome;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamTarget;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.testkit.memory.Table;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code deploy/follow}: scores what arrived at a source since the last run. */
record FollowDeployer(Options options, Calls calls) implements StreamingDeployer<Table> {
  /** Options of {@code deploy/follow}. */
  public record Options(
      @Help("Where the scored rows go") Output to,
      @Help("Where records go that can't be scored") @Nullable Output deadLetter,
      @Help("The directory of the checkpoint") String checkpoint,
      @Help("The column with the event time") @Nullable String time,
      @Help("The alias whose version scores") @Nullable String alias) {}

  static StageFactory<Table, Options> factory(CallLog log) {
    return new MemoryFactory<>(
        "deploy/follow",
        StageKind.DEPLOYER,
        Options.class,
        "Scores what arrived since the last run",
        "to: { path: scores }\ncheckpoint: scores.checkpoint",
        options -> new FollowDeployer(options, new Calls(log, "deploy/follow")));
  }

  @Override
  public StreamTarget target() {
    String time = options.time();
    StreamSettings.Watermark watermark =
        time == null ? null : new StreamSettings.Watermark(time, Duration.ofMinutes(10));
    return new StreamTarget(
        options.to(),
        options.deadLetter(),
        new StreamSettings(options.checkpoint(), true, Duration.ZERO, watermark),
        options.alias(),
        true);
  }

  @Override
  public Receipt deploy(StreamScoring scoring, StageContext<Table> context) {
    calls.note("deploy", context);
    Outcome outcome = scoring.score();
    context.fact("scored", outcome.rows() + " rows by version " + outcome.version());
    return new Receipt(Map.of("model", outcome.model(), "stream", outcome.stream()));
  }
}
