/** Brings what servers logged of their requests into tables. */
@NullMarked
package io.millrace.api.requestlog;

import org.jspecify.annotations.NullMarked;
