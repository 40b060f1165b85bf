package io.millrace.console.web.live;

/**
 * A stage as it is shown.
 *
 * @param status {@code waiting}, {@code running}, or what became of it
 * @param percent how much of what it does now is done; -1 if that is not known
 * @param seconds since it started, or that it took
 * @param time the same as a text; empty if it took none
 * @param rows as a text; empty if not known
 * @param told what else there is to say
 */
public record StageView(
    String id,
    String use,
    String status,
    int percent,
    double seconds,
    String time,
    String rows,
    String told) {}
