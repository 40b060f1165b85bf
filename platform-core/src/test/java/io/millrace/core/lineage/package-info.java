/** What was made of what, both ways. */
@NullMarked
package io.millrace.core.lineage;

import org.jspecify.annotations.NullMarked;
