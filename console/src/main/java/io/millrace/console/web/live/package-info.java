/** What happens in a run, as a page that follows it. */
@NullMarked
package io.millrace.console.web.live;

import org.jspecify.annotations.NullMarked;
