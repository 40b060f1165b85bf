package io.millrace.serving.model;

import java.time.Instant;

/**
 * An answer that was given.
 *
 * @param requestId the request's id
 * @param time when the request came
 * @param model the version that answered
 * @param route the way by which it was chosen
 * @param inputs the rows, which nobody writes to any more
 * @param outputs what the model gave for them
 * @param nanos how long parsing, scoring and encoding took
 */
public record Answer(
    String requestId,
    Instant time,
    ServedModel model,
    String route,
    InputRows inputs,
    ScoredRows outputs,
    long nanos)
    implements Outcome {}
