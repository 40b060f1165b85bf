/** Pages of feature tables over a home in memory. */
@NullMarked
package io.millrace.console.web.feature;

import org.jspecify.annotations.NullMarked;
