package io.millrace.stages.train.linear;

/**
 * A model that was learnt together with others.
 *
 * @param iterations how many it took
 */
public record SharedFit<M>(M model, int iterations) {}
