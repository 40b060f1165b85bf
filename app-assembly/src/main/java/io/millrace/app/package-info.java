/** The application: the main class, its command line, and the Java entry. */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
