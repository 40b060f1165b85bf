package io.millrace.stages.train.linear;

/**
 * Where a trial's cost is least.
 *
 * @param coefficients as {@link LinearTrial} has them
 * @param iterations how many it took
 */
record Minimum(double[] coefficients, int iterations) {}
