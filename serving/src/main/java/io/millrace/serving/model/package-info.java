/**
 * A loaded model package that is ready to answer, and where requests find the one that they name.
 */
@NullMarked
package io.millrace.serving.model;

import org.jspecify.annotations.NullMarked;
