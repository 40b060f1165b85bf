/** What is wrong with a pipeline file or a call, and where. */
@NullMarked
package io.millrace.core.problem;

import org.jspecify.annotations.NullMarked;
