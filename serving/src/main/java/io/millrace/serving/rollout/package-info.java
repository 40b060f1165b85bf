/** Which version of a model answers a request: routes, swaps, shadows, canaries and rollbacks. */
@NullMarked
package io.millrace.serving.rollout;

import org.jspecify.annotations.NullMarked;
