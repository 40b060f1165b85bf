package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of the stages that turn categories into what the training rows tell of them. */
public final class EncodingOptions {
  private EncodingOptions() {}

  /** What kind of label a category is encoded by. */
  public enum LabelKind {
    /** Two classes: the share of the positive one. */
    BINARY,
    /** A number: its mean. */
    REGRESSION,
    /** Several classes: the share of each, in a vector. */
    MULTICLASS
  }

  /** What a frequency is. */
  public enum Frequency {
    /** Of all training rows, a share between 0 and 1. */
    SHARE,
    /** A number of training rows. */
    COUNT
  }

  /** The options of {@code transform/target-encode}. */
  @Exclusive({"outputs", "suffix"})
  public record TargetEncode(
      @Help("categories: strings, booleans or numbers, read as text; null is one of them")
          @InputColumn
          @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _target, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the column whose mean, or whose classes' shares, stand for a category") @InputColumn
          String label,
      @Help(
              "binary: the share of one of two classes; regression: the mean of a number;"
                  + " multiclass: a vector with the share of each class")
          @Default("binary")
          LabelKind kind,
      @Help(
              "the class whose share is taken, of a binary label; the last in ascending order, unless"
                  + " given")
          @Nullable String positive,
      @Help(
              "how many rows the mean of all training rows weighs in the mean of a category: the more,"
                  + " the closer rare categories come to it")
          @Range(min = 0)
          @Tunable
          @Default("10.0")
          double smoothing,
      @Help(
              "folds of the training rows: each is encoded by what the others tell, so that no row is"
                  + " encoded by its own label")
          @Range(min = 2, max = 100)
          @Default("5")
          int folds,
      @Help("columns that assign rows to folds; all columns, if none are given")
          @InputColumn
          @Default("[]")
          List<String> keys) {}

  /** The options of {@code transform/frequency-encode}. */
  @Exclusive({"outputs", "suffix"})
  public record FrequencyEncode(
      @Help("categories: strings, booleans or numbers, read as text; null is one of them")
          @InputColumn
          @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _frequency, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("the share of the training rows that hold a value, or their count; 0 for others")
          @Tunable
          @Default("share")
          Frequency frequency) {}
}
