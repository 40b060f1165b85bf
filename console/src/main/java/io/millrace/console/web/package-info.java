/** What the pages of the console look at. */
@NullMarked
package io.millrace.console.web;

import org.jspecify.annotations.NullMarked;
