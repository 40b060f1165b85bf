/**
 * What a run would do: identity and reuse of every stage, which frames are needed, what is
 * persisted.
 */
@NullMarked
package io.millrace.core.plan;

import org.jspecify.annotations.NullMarked;
