/** Tests of the application. */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
