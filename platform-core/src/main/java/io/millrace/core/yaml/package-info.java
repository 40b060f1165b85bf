/** YAML as a tree that knows where each of its nodes stands. */
@NullMarked
package io.millrace.core.yaml;

import org.jspecify.annotations.NullMarked;
