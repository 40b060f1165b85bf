/** Ports to the memory of the platform: runs, models, kept outputs, effects and leases. */
@NullMarked
package io.millrace.api.tracking;

import org.jspecify.annotations.NullMarked;
