/** Model packages: the directory that holds a trained model, written, read and verified. */
@NullMarked
package io.millrace.model;

import org.jspecify.annotations.NullMarked;
