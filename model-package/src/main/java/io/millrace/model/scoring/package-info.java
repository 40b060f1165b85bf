/** The scoring format of a model package, and what an operator that runs it is made of. */
@NullMarked
package io.millrace.model.scoring;

import org.jspecify.annotations.NullMarked;
