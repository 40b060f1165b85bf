/** Stages that read a source. */
@NullMarked
package io.millrace.stages.ingest;

import org.jspecify.annotations.NullMarked;
