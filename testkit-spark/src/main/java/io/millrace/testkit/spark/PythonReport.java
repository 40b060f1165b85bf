package io.millrace.testkit.spark;

import org.jspecify.annotations.Nullable;

/**
 * How far the Python scorer is from the Java scorer.
 *
 * @param rows rows that both were given
 * @param values values that were compared; a refusal or the reason of a dropped row counts as one
 * @param equal values that are equal to the bit
 * @param largest the largest difference: of numbers beyond 1 in proportion to the larger one, of
 *     others as it is; infinite where what differs is no number
 * @param first the value that differs most, told in a sentence; null if all are equal
 * @param notLoaded why the scorer did not take the portable form; null if it did
 */
public record PythonReport(
    long rows,
    long values,
    long equal,
    double largest,
    @Nullable String first,
    @Nullable String notLoaded) {}
