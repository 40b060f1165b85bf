/** Tests of the page of the lineage. */
@NullMarked
package io.millrace.console.web.lineage;

import org.jspecify.annotations.NullMarked;
