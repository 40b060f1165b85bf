/** Work is noted as far as there is an answer. */
@NullMarked
package io.millrace.core.record;

import org.jspecify.annotations.NullMarked;
