/** Annotations on a stage's options record: the single source for parsing, validation and docs. */
@NullMarked
package io.millrace.api.option;

import org.jspecify.annotations.NullMarked;
