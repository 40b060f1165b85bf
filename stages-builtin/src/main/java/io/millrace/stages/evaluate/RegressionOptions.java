package io.millrace.stages.evaluate;

/** {@code evaluate/regression} has no options. */
public record RegressionOptions() {}
