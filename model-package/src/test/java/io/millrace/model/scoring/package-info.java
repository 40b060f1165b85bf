/** Tests of the scoring format. */
@NullMarked
package io.millrace.model.scoring;

import org.jspecify.annotations.NullMarked;
