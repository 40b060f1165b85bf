/** What users lose when a process dies, is interrupted, or runs twice: nothing. */
@NullMarked
package io.millrace.app.faults;

import org.jspecify.annotations.NullMarked;
