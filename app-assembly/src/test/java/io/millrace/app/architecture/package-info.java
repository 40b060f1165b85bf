/** The rules of the design's first section, checked on the classes of every module. */
@NullMarked
package io.millrace.app.architecture;

import org.jspecify.annotations.NullMarked;
