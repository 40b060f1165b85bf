/** Data that is made up, of which the best possible score is known. */
@NullMarked
package io.millrace.stages.ingest.generate;

import org.jspecify.annotations.NullMarked;
