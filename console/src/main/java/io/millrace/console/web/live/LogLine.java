package io.millrace.console.web.live;

/**
 * Something that happened.
 *
 * @param time of day
 * @param kind {@code event}, {@code warning} or {@code failure}
 * @param text one line
 */
public record LogLine(String time, String kind, String text) {}
