/** What is kept, why, and until when. */
@NullMarked
package io.millrace.core.keep;

import org.jspecify.annotations.NullMarked;
