package io.millrace.core.score;

import org.jspecify.annotations.Nullable;

/**
 * How scoring ended.
 *
 * @param model the model's name
 * @param version the version that scored
 * @param to where the rows are
 * @param format their format; {@code jdbc} for a database
 * @param runOrNull the run that records it; null if nothing was done
 * @param job the name under which a repeat of the call finds what was written
 * @param repeated whether an earlier call had written it all, and this one did nothing
 * @param rows rows written, -1 if unknown
 * @param dropped rows that steps of the model left out, -1 if unknown
 * @param seconds wall time
 */
public record ScoreReport(
    String model,
    int version,
    String to,
    String format,
    @Nullable String runOrNull,
    String job,
    boolean repeated,
    long rows,
    long dropped,
    double seconds) {}
