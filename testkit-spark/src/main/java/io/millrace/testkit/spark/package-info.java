/** Tests on Spark: one shared session, frames from plain rows, one stage from its YAML. */
@NullMarked
package io.millrace.testkit.spark;

import org.jspecify.annotations.NullMarked;
