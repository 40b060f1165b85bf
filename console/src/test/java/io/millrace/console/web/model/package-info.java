/** Pages of models over a home in memory. */
@NullMarked
package io.millrace.console.web.model;

import org.jspecify.annotations.NullMarked;
