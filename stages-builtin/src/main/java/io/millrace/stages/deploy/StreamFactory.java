package io.millrace.stages.deploy;

import io.millrace.api.Stage;
import io.millrace.api.option.TimeText;
import io.millrace.api.output.Output;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamTarget;
import io.millrace.spark.api.SparkStageFactory;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Offers {@code deploy/stream}. */
public final class StreamFactory extends SparkStageFactory<StreamOptions> {
  /** For ServiceLoader. */
  public StreamFactory() {
    super(
        "deploy/stream",
        StreamOptions.class,
        "Scores what arrived at a source since the last run; reads from: { model: DEPLOYER, rows: INGESTOR }",
        """
        to: { path: scores/churn, mode: merge, keys: [customerID] }
        deadLetter: { path: scores/refused }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(StreamOptions options) {
    requireConsistent("to", options.to());
    Output letters = options.deadLetter();
    if (letters != null) {
      requireConsistent("deadLetter", letters);
    }
    String alias = options.alias();
    if (alias != null) {
      RegistryFactory.requireAlias(alias);
    }
    StreamSettings settings =
        new StreamSettings(
            checkpoint(options), true, Duration.ZERO, watermark(options.watermark()));
    return new StreamDeployer(
        new StreamTarget(options.to(), letters, settings, alias, options.stamp()));
  }

  private static void requireConsistent(String option, Output output) {
    try {
      output.requireConsistent();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + "." + e.getMessage(), e);
    }
  }

  private static String checkpoint(StreamOptions options) {
    String given = options.checkpoint();
    if (given != null) {
      return given;
    }
    String path = options.to().path();
    if (path == null) {
      throw new IllegalArgumentException(
          "checkpoint: name the directory that remembers how far the stream is; only for a path does it follow from to");
    }
    return path.replaceFirst("/+$", "") + ".checkpoint";
  }

  private static StreamSettings.@Nullable Watermark watermark(
      StreamOptions.@Nullable Watermark given) {
    if (given == null) {
      return null;
    }
    Duration delay =
        TimeText.parse(given.delay())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "watermark.delay: write a time as 30s, 10m or 2h, not '%s'"
                            .formatted(given.delay())));
    return new StreamSettings.Watermark(given.column(), delay);
  }
}
