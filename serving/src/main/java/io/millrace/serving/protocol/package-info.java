/** What the protocols share: values in JSON and in text, by the types of a model's signature. */
@NullMarked
package io.millrace.serving.protocol;

import org.jspecify.annotations.NullMarked;
