package io.millrace.stages.ingest;

import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an IDX file that one task reads.
 *
 * @param labels the file with their labels; null if there is none
 * @param from the place of the first row
 * @param rows how many
 */
record IdxPiece(URI file, @Nullable URI labels, int from, int rows) implements Serializable {}
