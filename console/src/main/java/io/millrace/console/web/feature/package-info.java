/** Pages of feature tables. */
@NullMarked
package io.millrace.console.web.feature;

import org.jspecify.annotations.NullMarked;
