@NullMarked
package io.millrace.serving.rollout;

import org.jspecify.annotations.NullMarked;
