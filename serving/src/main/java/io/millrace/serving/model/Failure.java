package io.millrace.serving.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that had a version and was refused, or failed.
 *
 * @param requestId the request's id
 * @param time when the request came
 * @param model the version that was to answer
 * @param route the way by which it was chosen
 * @param inputs the rows, which nobody writes to any more; null if they could not be read
 * @param status the HTTP status; below 500 the request was at fault
 * @param message what the sender was told
 * @param nanos how long it took
 */
public record Failure(
    String requestId,
    Instant time,
    ServedModel model,
    String route,
    @Nullable InputRows inputs,
    int status,
    String message,
    long nanos)
    implements Outcome {}
