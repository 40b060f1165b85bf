/** Plugin jars and the class path: how stages are found, loaded, kept apart and identified. */
@NullMarked
package io.millrace.core.plugin;

import org.jspecify.annotations.NullMarked;
