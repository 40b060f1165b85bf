package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trial of a search, as it is remembered with its run.
 *
 * @param search the trainer whose options were searched
 * @param number counts from 1 in the order of the search
 * @param options the values that were tried, as texts, by {@code STAGE.option}, in order
 * @param rows the share of the training rows that it learnt from, above 0, at most 1
 * @param metrics figures as means over the folds, by the names of the evaluator that chose, in
 *     order
 */
public record TrialRecord(
    String search,
    int number,
    Map<String, String> options,
    double rows,
    Map<String, Double> metrics) {
  public TrialRecord {
    requireNonNull(search, "search is null");
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
