/** Tests of the built-in transformers. */
@NullMarked
package io.millrace.stages.transform;

import org.jspecify.annotations.NullMarked;
