/** Error codes that carry blame, and the problems that users read. */
@NullMarked
package io.millrace.api.error;

import org.jspecify.annotations.NullMarked;
