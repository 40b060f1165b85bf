/** Pages: templates, the style, the script of charts; whatever goes into a page is escaped. */
@NullMarked
package io.millrace.console.page;

import org.jspecify.annotations.NullMarked;
