/** Expressions of SQL in plain Java, and the steps that compute columns and drop rows with them. */
@NullMarked
package io.millrace.serving.expression;

import org.jspecify.annotations.NullMarked;
