/** Jars that tests compile from source text: plugins, and libraries in several versions. */
@NullMarked
package io.millrace.testkit.jar;

import org.jspecify.annotations.NullMarked;
