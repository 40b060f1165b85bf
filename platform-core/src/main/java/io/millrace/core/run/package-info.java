/** Carries out a plan: stages side by side, kept outputs, effects, leases, progress. */
@NullMarked
package io.millrace.core.run;

import org.jspecify.annotations.NullMarked;
