/** The ports of Millrace, and the values that they exchange. */
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
