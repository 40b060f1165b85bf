package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of the stages that choose slots of vectors. */
public final class SelectorOptions {
  private SelectorOptions() {}

  /** What all of them have in common. */
  interface Common {
    /** The vectors that are read. */
    List<String> columns();

    /** The vectors that are made, one for each. */
    @Nullable List<String> outputs();

    /** What the name of a made vector ends with. */
    @Nullable String suffix();

    /** The column that slots are to tell of; null where none is looked at. */
    default @Nullable String label() {
      return null;
    }

    /** Whether the label names classes or is a number. */
    default Task labelTask() {
      return Task.CLASSIFICATION;
    }

    /**
     * Refuses options that contradict each other.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    default void check() {}
  }

  /** What becomes of slots that say nearly the same. */
  public enum Merging {
    /** The first of them stays, the later ones go. */
    DROP,
    /** They become one slot: the mean of their standardised values. */
    MEAN,
    /** They become one slot: the first principal component of their standardised values. */
    COMPONENT
  }

  /** How correlation is measured. */
  public enum Correlation {
    PEARSON,
    SPEARMAN
  }

  /** The options of {@code transform/select-correlation}. */
  @Exclusive({"outputs", "suffix"})
  public record SelectCorrelation(
      @Help("vectors to clear of slots that say nearly the same") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _selected, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("slots say the same if their correlation, whatever its sign, exceeds this")
          @Range(min = 0, max = 1)
          @Tunable
          @Default("0.95")
          double threshold,
      @Help("pearson: of values; spearman: of their ranks") @Tunable @Default("pearson")
          Correlation method,
      @Help(
              "drop: the first of such slots stays; mean, component: they become one slot, behind"
                  + " all others: the mean, or the first principal component, of their standardised"
                  + " values")
          @Tunable
          @Default("drop")
          Merging merge)
      implements Common {}

  /** What tells how much a slot says of the label. */
  public enum Score {
    /** Chi-square test of independence: slots are categories, the label names classes. */
    CHI_SQUARE,
    /** Analysis of variance: slots are numbers, the label names classes. */
    ANOVA,
    /** F-test of a linear regression on the slot: slots and label are numbers. */
    F_REGRESSION,
    /** Mutual information, of slots in bins; the label as task says. */
    MUTUAL_INFORMATION
  }

  /** Which scores are good enough. */
  public enum SelectionMode {
    NUM_TOP_FEATURES,
    PERCENTILE,
    FPR,
    FDR,
    FWE
  }

  /** The options of {@code transform/select-univariate}. */
  @Exclusive({"outputs", "suffix"})
  public record SelectUnivariate(
      @Help("vectors to choose slots of") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _selected, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("what the slots are to tell of") @InputColumn String label,
      @Help(
              "how that is measured: chi-square for categories, anova for numbers against classes,"
                  + " f-regression for numbers against a number, mutual-information for whatever"
                  + " kind of dependence")
          @Tunable
          Score score,
      @Help(
              "the best so many, the best share of them, or those with a p-value below a bound: for"
                  + " each slot (fpr), in the share of those chosen wrongly (fdr), or in the chance"
                  + " of one wrong choice at all (fwe)")
          @Tunable
          @Default("num-top-features")
          SelectionMode selectionMode,
      @Help("how many, what share, or which bound; 50, 0.1 or 0.05 for these modes, unless given")
          @Range(min = 0, minExclusive = true)
          @Tunable
          @Nullable Double selectionThreshold,
      @Help("of mutual-information: whether the label names classes or is a number")
          @Nullable Task task,
      @Help("of mutual-information: bins of equal count for values other than 0, which has its own")
          @Range(min = 1, max = 1000)
          @Tunable
          @Default("10")
          int bins)
      implements Common {
    @Override
    public Task labelTask() {
      return switch (score) {
        case CHI_SQUARE, ANOVA -> Task.CLASSIFICATION;
        case F_REGRESSION -> Task.REGRESSION;
        case MUTUAL_INFORMATION -> task == null ? Task.CLASSIFICATION : task;
      };
    }

    @Override
    public void check() {
      boolean shared = score == Score.MUTUAL_INFORMATION;
      boolean ranked =
          selectionMode == SelectionMode.NUM_TOP_FEATURES
              || selectionMode == SelectionMode.PERCENTILE;
      require(shared || task == null, "the option task needs score mutual-information");
      require(
          ranked || !shared,
          "mutual-information has no p-values: set selectionMode to num-top-features or"
              + " percentile");
      Double bound = selectionThreshold;
      if (bound != null && selectionMode == SelectionMode.NUM_TOP_FEATURES) {
        require(
            bound == Math.rint(bound),
            "selectionThreshold is a whole number for selectionMode num-top-features");
      } else {
        require(
            bound == null || bound <= 1, "selectionThreshold is at most 1 for this selectionMode");
      }
    }

    /** The threshold that holds. */
    double bound() {
      Double given = selectionThreshold;
      if (given != null) {
        return given;
      }
      return switch (selectionMode) {
        case NUM_TOP_FEATURES -> 50;
        case PERCENTILE -> 0.1;
        default -> 0.05;
      };
    }
  }

  private static void require(boolean held, String message) {
    if (!held) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Whose importances are taken. */
  public enum Learner {
    RANDOM_FOREST,
    GRADIENT_BOOSTED_TREES,
    DECISION_TREE
  }

  /** The options of {@code transform/select-importance}. */
  @Exclusive({"outputs", "suffix"})
  @Exclusive({"top", "threshold"})
  public record SelectImportance(
      @Help("vectors to choose slots of") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _selected, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("what the trees learn to predict") @InputColumn String label,
      @Help("whether the label names classes or is a number") @Default("classification") Task task,
      @Help("which trees are grown; gradient-boosted-trees know two classes")
          @Default("random-forest")
          Learner learner,
      @Help("how many trees; a decision tree is one") @Range(min = 1) @Tunable @Default("50")
          int numTrees,
      @Help("questions on the way to a leaf, at most")
          @Range(min = 1, max = 30)
          @Tunable
          @Default("6")
          int maxDepth,
      @Help("how many slots to keep: the most important ones, if they have any importance")
          @Range(min = 1)
          @Tunable
          @Nullable Integer top,
      @Help(
              "the least importance that is kept, where those of all slots add up to 1; their mean,"
                  + " if neither this nor top is given")
          @Range(min = 0, max = 1)
          @Tunable
          @Nullable Double threshold)
      implements Common {
    @Override
    public Task labelTask() {
      return task;
    }
  }

  /** The options of {@code transform/select-l1}. */
  @Exclusive({"outputs", "suffix"})
  public record SelectL1(
      @Help("vectors to choose slots of") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _selected, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("what the linear model learns to predict") @InputColumn String label,
      @Help("whether the label names classes or is a number") @Default("classification") Task task,
      @Help("how much a coefficient costs: the more, the fewer slots have one")
          @Range(min = 0, minExclusive = true)
          @Tunable
          @Default("0.01")
          double regParam,
      @Help("steps of the learner at most") @Range(min = 1) @Default("100") int maxIter)
      implements Common {
    @Override
    public Task labelTask() {
      return task;
    }
  }
}
