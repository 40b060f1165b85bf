/** The home directory: what lies where. */
@NullMarked
package io.millrace.core.home;

import org.jspecify.annotations.NullMarked;
