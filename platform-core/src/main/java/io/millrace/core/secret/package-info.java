/** Secrets: read late, shown never. */
@NullMarked
package io.millrace.core.secret;

import org.jspecify.annotations.NullMarked;
