/** Reads databases through JDBC. */
@NullMarked
package io.millrace.stages.ingest.jdbc;

import org.jspecify.annotations.NullMarked;
