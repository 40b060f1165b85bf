package io.millrace.stages.train.recommend;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/als}. */
public record AlsOptions(
    @Help("the column that says who: a string or a whole number") @InputColumn @NotEmpty
        String user,
    @Help("the column that says what: a string or a whole number") @InputColumn @NotEmpty
        String item,
    @Help(
            "the number to predict; with implicitPrefs how often or how long, and each row counts 1"
                + " without it")
        @InputColumn
        @NotEmpty
        @Nullable String rating,
    @Help("numbers that describe a user, and an item") @Range(min = 1) @Tunable @Default("10")
        int rank,
    @Help("rounds, each of which solves for users, then for items")
        @Range(min = 1)
        @Tunable
        @Default("10")
        int maxIter,
    @Help("how strongly the numbers are held near zero, times the ratings that they follow from")
        @Range(min = 0)
        @Tunable
        @Default("0.1")
        double regParam,
    @Help("whether a rating tells how sure it is that the user likes the item, not how much")
        @Tunable
        @Default("false")
        boolean implicitPrefs,
    @Help("with implicitPrefs: how fast sureness grows with the rating")
        @Range(min = 0)
        @Tunable
        @Default("1.0")
        double alpha,
    @Help("whether the numbers that describe users and items are 0 or more")
        @Tunable
        @Default("false")
        boolean nonnegative,
    @Help(
            "the prediction for users and items without training rows: mean, the mean rating of the"
                + " one that is known, else of all (0 with implicitPrefs); nan; or drop such rows."
                + " Of lists, mean gives what most training rows have, without scores, and nan"
                + " none")
        @Default("mean")
        ColdStart coldStartStrategy,
    @Help("rounds between checkpoints, without which many rounds exhaust the stack")
        @Range(min = 1)
        @Default("10")
        int checkpointInterval,
    @Help("blocks that the users are put into, to be solved side by side")
        @Range(min = 1)
        @Default("10")
        int numUserBlocks,
    @Help("blocks that the items are put into, to be solved side by side")
        @Range(min = 1)
        @Default("10")
        int numItemBlocks,
    @Help(
            "predicts the best items for a user, or users for an item, in place of ratings:"
                + " prediction is an array of ids, and scores has what is predicted for each")
        @Nullable Recommend recommend) {
  /** The options that are no parameters of Spark ML. */
  static final Set<String> OWN = Set.of("user", "item", "rating", "coldStartStrategy", "recommend");

  /** The columns that predicting reads. */
  List<String> read() {
    return recommend == null ? List.of(user, item) : List.of(asking());
  }

  /** The column of those that lists are for. */
  String asking() {
    return recommend != null && recommend.listsItems() ? user : item;
  }

  /** The column of what is listed. */
  String listed() {
    return asking().equals(user) ? item : user;
  }

  /** What is predicted where nothing was learnt. */
  public enum ColdStart {
    /** The mean rating of what is known. */
    MEAN,
    /** No number. */
    NAN,
    /** Nothing: the row is left out. */
    DROP
  }
}
