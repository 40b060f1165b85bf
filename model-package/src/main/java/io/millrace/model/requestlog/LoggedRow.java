package io.millrace.model.requestlog;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a request, as it was answered, or refused.
 *
 * @param id the request's id, given by the caller or made by the server; labels come later by it
 * @param row the row's place in the request, from 0
 * @param time when the request came
 * @param model the model's name
 * @param version its version
 * @param route the route that was taken, as {@code champion}
 * @param status the HTTP status of the answer: 200, or that of a refusal or a failure
 * @param errorOrNull what a refused or failed request was answered; null for all others
 * @param features by column: JSON values (null, booleans, numbers, texts, lists, maps); empty if
 *     the request was refused before they were read
 * @param prediction by column, the same; empty if there is none
 * @param dropReasonOrNull why the row is left out by a step
 */
public record LoggedRow(
    String id,
    int row,
    Instant time,
    String model,
    String version,
    String route,
    int status,
    @Nullable String errorOrNull,
    Map<String, @Nullable Object> features,
    Map<String, @Nullable Object> prediction,
    @Nullable String dropReasonOrNull) {
  public LoggedRow {
    requireNonNull(id, "id is null");
    requireNonNull(time, "time is null");
    requireNonNull(model, "model is null");
    requireNonNull(version, "version is null");
    requireNonNull(route, "route is null");
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    prediction = Collections.unmodifiableMap(new LinkedHashMap<>(prediction));
  }

  /** What a refused or failed request was answered. */
  public Optional<String> error() {
    return Optional.ofNullable(errorOrNull);
  }

  /** Why a step leaves the row out. */
  public Optional<String> dropReason() {
    return Optional.ofNullable(dropReasonOrNull);
  }
}
