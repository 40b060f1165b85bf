/** Classes that break a rule on purpose. */
@NullMarked
package io.millrace.app.architecture.broken.left;

import org.jspecify.annotations.NullMarked;
