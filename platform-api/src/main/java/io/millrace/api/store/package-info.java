/** Ports to what outlives a run: feature tables and artifacts. */
@NullMarked
package io.millrace.api.store;

import org.jspecify.annotations.NullMarked;
