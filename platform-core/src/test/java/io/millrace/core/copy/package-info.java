/** What is copied is whole, once, and never over something else. */
@NullMarked
package io.millrace.core.copy;

import org.jspecify.annotations.NullMarked;
