/** Tracking in an SQL database: the embedded SQLite file of a home. */
@NullMarked
package io.millrace.tracking.jdbc;

import org.jspecify.annotations.NullMarked;
