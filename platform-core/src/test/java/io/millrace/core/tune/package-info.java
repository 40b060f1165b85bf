/** Which trials searches choose. */
@NullMarked
package io.millrace.core.tune;

import org.jspecify.annotations.NullMarked;
