/** Who works on which run. */
@NullMarked
package io.millrace.core.lease;

import org.jspecify.annotations.NullMarked;
