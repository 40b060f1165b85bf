/** What tests of the console's pages look at. */
@NullMarked
package io.millrace.console.web;

import org.jspecify.annotations.NullMarked;
