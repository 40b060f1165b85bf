package io.millrace.core.score;

import io.millrace.api.tracking.StageFigures;

/**
 * How scoring ended.
 *
 * @param model the model's name
 * @param version the version that scored
 * @param to where the rows are
 * @param format their format
 * @param figures what the engine did; its rows are those written
 * @param seconds wall time
 */
public record ScoreReport(
    String model, int version, String to, String format, StageFigures figures, double seconds) {}
