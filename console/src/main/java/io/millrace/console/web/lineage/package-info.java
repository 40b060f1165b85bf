/** What depends on what, drawn and as lists. */
@NullMarked
package io.millrace.console.web.lineage;

import org.jspecify.annotations.NullMarked;
