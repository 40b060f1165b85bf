/** Writes what was asked and answered to segments on a disk, without ever slowing an answer. */
@NullMarked
package io.millrace.serving.log;

import org.jspecify.annotations.NullMarked;
