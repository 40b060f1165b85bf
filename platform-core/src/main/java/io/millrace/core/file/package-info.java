/** The pipeline file: read, overridden, checked in one pass, and made a pipeline. */
@NullMarked
package io.millrace.core.file;

import org.jspecify.annotations.NullMarked;
