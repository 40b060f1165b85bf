package io.millrace.stages.evaluate;

/** {@code evaluate/multiclass} has no options. */
public record MulticlassOptions() {}
