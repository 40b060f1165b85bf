/** Holds the manual to the code: the generated reference, and the commands that the docs show. */
@NullMarked
package io.millrace.app.docs;

import org.jspecify.annotations.NullMarked;
