package io.millrace.tracking.jdbc;

/**
 * A file that the database holds.
 *
 * @param path relative, with slashes
 * @param size in bytes
 * @param hash SHA-256 of its content, in hexadecimal
 */
record StoredFile(String path, long size, String hash) {}
