/** Model packages from the side of core: filled after training, loaded to predict. */
@NullMarked
package io.millrace.core.model;

import org.jspecify.annotations.NullMarked;
