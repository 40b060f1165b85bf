package io.millrace.console.http;

/**
 * A reader who has given the token, and so may write.
 *
 * @param id the cookie's value
 * @param csrf goes into each form, as {@code csrf}: no other site can know it
 */
public record Session(String id, String csrf) {}
