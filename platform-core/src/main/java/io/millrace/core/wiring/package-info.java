/** Where the parts meet: providers found on the class path, bound by Guice. */
@NullMarked
package io.millrace.core.wiring;

import org.jspecify.annotations.NullMarked;
