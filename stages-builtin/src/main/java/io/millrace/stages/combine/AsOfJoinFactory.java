package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code combine/as-of-join}. */
public final class AsOfJoinFactory extends SparkStageFactory<AsOfJoinFactory.Options> {
  /** Options of {@code combine/as-of-join}. */
  public record Options(
      @Help("The columns, of the same name on both sides, whose values must be equal") @NotEmpty
          List<String> on,
      @Help("The column that holds the time of an event: a timestamp, a date or a whole number")
          @NotEmpty
          String time,
      @Help("The column that holds since when a feature row is known; without it, the same name")
          @NotEmpty
          @Nullable String rightTime,
      @Help("The columns of the right side to take; all but the keys and its time if empty")
          @Default("[]")
          List<String> columns,
      @Help("Whether events without a feature row stay, with missing values, or go")
          @Default("left")
          Type type,
      @Help(
              "Whether a feature row of the very time of the event counts as known to it; false:"
                  + " only older ones")
          @Default("true")
          boolean exactMatches,
      @Help(
              "The greatest age of a feature row at the event: 500ms, 30s, 10m, 2h or 7d; days for"
                  + " dates; a number for numbers. Without it, any")
          @NotEmpty
          @Nullable String tolerance,
      @Help(
              "Of feature rows of the same keys and time, the one with the greatest value here"
                  + " counts; without it, one that is the same in every run")
          @NotEmpty
          @Nullable String newestBy,
      @Help("A column to be added: the time of the feature row that was found") @NotEmpty
          @Nullable String matchedTime,
      @Help(
              "Added to the names of the right side's columns that the left side has too; without"
                  + " it, such columns are an error")
          @NotEmpty
          @Nullable String suffix) {
    /** The column that holds the time of a feature row. */
    String timeOfRight() {
      return rightTime == null ? time : rightTime;
    }
  }

  /** Which events stay. */
  public enum Type {
    /** All. */
    LEFT,
    /** Those for which a feature row was found. */
    INNER
  }

  /** For ServiceLoader. */
  public AsOfJoinFactory() {
    super(
        "combine/as-of-join",
        Options.class,
        "Adds to each event the newest feature row known at its time, never a later one, as from: {"
            + " left: EVENTS, right: FEATURES }",
        "on: [customerID]\ntime: signup\ntolerance: 90d\nsuffix: _then");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if (new HashSet<>(options.on()).size() < options.on().size()) {
      throw new IllegalArgumentException("on: a column stands twice");
    }
    if (new HashSet<>(options.columns()).size() < options.columns().size()) {
      throw new IllegalArgumentException("columns: a column stands twice");
    }
    if (options.on().contains(options.time()) || options.on().contains(options.timeOfRight())) {
      throw new IllegalArgumentException("on: the time is no key");
    }
    String tolerance = options.tolerance();
    if (tolerance != null && !AsOfTime.isSpan(tolerance)) {
      throw new IllegalArgumentException(
          "tolerance '%s' is no span of time; write 30s, 10m, 2h or 7d, or a number"
              .formatted(tolerance));
    }
    return new AsOfJoin(options);
  }
}
