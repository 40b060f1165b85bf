package io.millrace.stages.deploy;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.output.Output;
import org.jspecify.annotations.Nullable;

/** The options of {@code deploy/stream}. */
public record StreamOptions(
    @Help(
            "where the scored rows go, and what happens to those that lie there: create, append or merge")
        Output to,
    @Help(
            "the place of records that can't be read or scored, with the reason; without it the first one fails the stage")
        @Nullable Output deadLetter,
    @Help(
            "the directory that remembers how far the stream is, one for each stream; without it the path of to with .checkpoint behind it")
        @NotEmpty
        @Nullable String checkpoint,
    @Help(
            "the event time, and how late rows may come: later ones are dead letters; of rows with equal keys the one with the latest time stays")
        @Nullable Watermark watermark,
    @Help(
            "the alias whose version scores, looked for at each batch's start: if a gate refuses the new model, the version that has the alias goes on; without it only the version that the deployer before this stage registered")
        @NotEmpty
        @Nullable String alias,
    @Help("whether each row says by which version, when and in which batch it was scored")
        @Default("true")
        boolean stamp) {
  /** The event time of rows, and how late they may come. */
  public record Watermark(
      @Help("a timestamp that says when what the row tells of happened") @NotEmpty String column,
      @Help("how far a row may lie behind the newest of all earlier batches, as 10m or 2h")
          @NotEmpty
          String delay) {}
}
