package io.millrace.spark.api.record;

import org.jspecify.annotations.Nullable;

/**
 * The text of what should be a JSON object.
 *
 * @param text as it stands in the file, or as the document's syntax allows to write it on one line
 * @param line where it starts, from 1
 * @param broken why it, and what follows it, can't be read; null if that is not known yet
 */
public record JsonRecord(String text, long line, @Nullable String broken) {}
