/** Options of stages: described by their records, bound from YAML, documented from one source. */
@NullMarked
package io.millrace.core.options;

import org.jspecify.annotations.NullMarked;
