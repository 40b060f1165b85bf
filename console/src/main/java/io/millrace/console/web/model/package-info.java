/** Pages of registered models, and the moves of their aliases. */
@NullMarked
package io.millrace.console.web.model;

import org.jspecify.annotations.NullMarked;
