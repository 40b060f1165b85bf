/** The files of the request log: their format, and a reader that takes each record once. */
@NullMarked
package io.millrace.model.requestlog;

import org.jspecify.annotations.NullMarked;
