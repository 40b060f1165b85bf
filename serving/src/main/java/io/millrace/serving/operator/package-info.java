/** The built-in scoring operators. */
@NullMarked
package io.millrace.serving.operator;

import org.jspecify.annotations.NullMarked;
