package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.List;

/** Measures how well a model predicts. */
public non-sealed interface Evaluator<D> extends Stage<D> {
  /**
   * The metrics that {@link #evaluate} gives, each time all of them; of a classifier without
   * probabilities those that can do without.
   */
  List<MetricSpec> metrics();

  /** What is given beside the metrics of all rows; nothing, unless overridden. */
  default Details details() {
    return Details.NONE;
  }

  /**
   * The same evaluator without {@link #details} and tables, for those who want {@link #metrics}
   * only, and want them often.
   */
  default Evaluator<D> withoutDetails() {
    return this;
  }

  /** Reports what the predictions lack. */
  void check(Schema predictions, Problems problems);

  /**
   * Measures.
   *
   * @throws io.millrace.api.error.MillraceException with blame data, if the rows allow no figure,
   *     as AUC on one class
   */
  Evaluation evaluate(Predictions<D> predictions, StageContext<D> context);

  /**
   * What an evaluator gives beside the metrics of all rows.
   *
   * @param slices the columns for each of whose values it gives the metrics, too: {@link
   *     MetricName.Slice}
   * @param intervals whether it gives both ends of an interval for each metric, of slices too:
   *     {@link MetricName.Bound}, and {@link Evaluation#resamples}, drawn by {@link
   *     Predictions#drawnBy} where there is such a column
   * @param perClass the names of metrics that it also gives for each class: {@link
   *     MetricName.OfClass}
   * @param importance the names of metrics by whose worsening it tells the importance of columns:
   *     {@link MetricName.Importance}
   */
  record Details(
      List<String> slices, boolean intervals, List<String> perClass, List<String> importance) {
    /** Nothing. */
    public static final Details NONE = new Details(List.of(), false, List.of());

    public Details {
      slices = List.copyOf(slices);
      perClass = List.copyOf(perClass);
      importance = List.copyOf(importance);
    }

    /** Without the importance of columns. */
    public Details(List<String> slices, boolean intervals, List<String> perClass) {
      this(slices, intervals, perClass, List.of());
    }
  }
}
