package io.millrace.tracking.mlflow.client;

import java.util.List;

/**
 * Which runs to list.
 *
 * @param experiments numbers of experiments; at least one
 * @param filter in MLflow's language; empty for all
 * @param order as {@code tags.`millrace.start` DESC}
 */
public record RunSearch(List<String> experiments, String filter, List<String> order) {
  public RunSearch {
    experiments = List.copyOf(experiments);
    order = List.copyOf(order);
  }

  /** Whether {@link #quoted} gives all of a text. */
  public static boolean canQuote(String text) {
    return !text.contains("'") || !text.contains("\"");
  }

  /** A text in the language of filters. */
  public static String quoted(String text) {
    // The language has no escapes, but two kinds of quotes.
    return text.contains("'") ? '"' + text.replace("\"", "") + '"' : "'" + text + "'";
  }
}
