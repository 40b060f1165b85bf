package io.millrace.core.run;

import java.util.Map;

/**
 * How far a search is, after a trial.
 *
 * @param trainer the stage that is tuned
 * @param finished trials made on all their folds
 * @param total how many trials there may be
 * @param metric the name of the metric that decides
 * @param value the trial's mean of it over the folds; NaN, if a fold gave none
 * @param best the best mean so far; NaN, if there is none
 * @param bestOptions the options of that trial, by {@code STAGE.option}; empty, if there is none
 */
public record TrialProgress(
    String trainer,
    int finished,
    int total,
    String metric,
    double value,
    double best,
    Map<String, Object> bestOptions) {}
