/** Runs told as OpenLineage events, to a file or an endpoint over HTTP. */
@NullMarked
package io.millrace.tracking.openlineage;

import org.jspecify.annotations.NullMarked;
