/** The platform as an application sees it. */
@NullMarked
package io.millrace.core;

import org.jspecify.annotations.NullMarked;
