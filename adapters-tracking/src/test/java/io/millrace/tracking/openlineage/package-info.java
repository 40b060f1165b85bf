/** Tests of what is told of runs, with what OpenLineage's own client makes of it. */
@NullMarked
package io.millrace.tracking.openlineage;

import org.jspecify.annotations.NullMarked;
