package io.millrace.console.web;

import io.millrace.api.MetricName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a metric's name tells: whether it is a figure of all rows, and which values are better. What
 * a run recorded holds no more than the name; of one that is not known here nothing is said.
 */
public final class MetricSense {
  private static final Set<String> LOSSES =
      Set.of(
          "brier",
          "davies_bouldin",
          "ece",
          "log_loss",
          "loss",
          "mae",
          "mape",
          "max_error",
          "medae",
          "mse",
          "rmse",
          "rmsle",
          "smape",
          "wape");
  private static final Set<String> GAINS =
      Set.of(
          "accuracy",
          "auc",
          "balanced_accuracy",
          "c_index",
          "concordance",
          "coverage",
          "f1",
          "kappa",
          "map",
          "mcc",
          "mrr",
          "ndcg",
          "pr_auc",
          "precision",
          "r2",
          "recall",
          "silhouette",
          "specificity");

  private MetricSense() {}

  /** Which values are better. */
  public enum Better {
    HIGHER,
    LOWER,
    UNKNOWN
  }

  /** Whether it is a figure itself: no interval's end, of no slice, class or column. */
  public static boolean isPlain(String name) {
    Optional<MetricName> read = MetricName.parse(own(name));
    return read.isEmpty() || read.get().boundOrNull() == null && read.get().scopeOrNull() == null;
  }

  /** Which values of a metric are better. */
  public static Better better(String name) {
    Optional<MetricName> read = MetricName.parse(own(name));
    String metric = read.map(MetricName::metric).orElse(own(name)).toLowerCase(Locale.ROOT);
    if (LOSSES.contains(metric)
        || metric.endsWith("_loss")
        || metric.endsWith("_error")
        || metric.startsWith("pinball")) {
      return Better.LOWER;
    }
    String base = metric.replaceFirst("_at_[0-9]+$|[0-9]+$", "");
    return GAINS.contains(metric) || GAINS.contains(base) ? Better.HIGHER : Better.UNKNOWN;
  }

  /** The metric without its stage, whose id holds no dot. */
  private static String own(String name) {
    return name.substring(name.indexOf('.') + 1);
  }
}
