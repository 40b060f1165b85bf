/** Tests of the page that follows a run. */
@NullMarked
package io.millrace.console.web.live;

import org.jspecify.annotations.NullMarked;
