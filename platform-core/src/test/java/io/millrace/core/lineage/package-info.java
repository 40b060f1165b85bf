/** What is copied is whole, once, and never over something else. */
@NullMarked
package io.millrace.core.lineage;

import org.jspecify.annotations.NullMarked;
