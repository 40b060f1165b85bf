/** Tests of pages in a real browser. */
@NullMarked
package io.millrace.browser;

import org.jspecify.annotations.NullMarked;
