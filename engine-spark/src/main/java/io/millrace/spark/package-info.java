/** The engine port on Spark: session, persistence, stage figures, writing, clear failures. */
@NullMarked
package io.millrace.spark;

import org.jspecify.annotations.NullMarked;
