/** Tests of the Delta feature store and its stages on the shared session. */
@NullMarked
package io.millrace.storage.delta;

import org.jspecify.annotations.NullMarked;
