/** Collects what servers logged of their requests. */
@NullMarked
package io.millrace.core.requests;

import org.jspecify.annotations.NullMarked;
