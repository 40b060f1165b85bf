/** Plugins inside Spark's jobs: in one JVM, and on a cluster of several. */
@NullMarked
package io.millrace.testkit.spark.plugin;

import org.jspecify.annotations.NullMarked;
