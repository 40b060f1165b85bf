/** What happens in a run, as a file that others can follow while it is written. */
@NullMarked
package io.millrace.core.event;

import org.jspecify.annotations.NullMarked;
