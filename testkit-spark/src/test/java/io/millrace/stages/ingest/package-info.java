/** Tests of the stages that read. */
@NullMarked
package io.millrace.stages.ingest;

import org.jspecify.annotations.NullMarked;
