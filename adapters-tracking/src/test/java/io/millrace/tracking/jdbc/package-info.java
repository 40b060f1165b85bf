/** The embedded database keeps the contracts, also among processes and after a crash. */
@NullMarked
package io.millrace.tracking.jdbc;

import org.jspecify.annotations.NullMarked;
