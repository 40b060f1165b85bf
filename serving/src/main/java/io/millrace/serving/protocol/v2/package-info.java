/** The Open Inference Protocol, version 2, in JSON. */
@NullMarked
package io.millrace.serving.protocol.v2;

import org.jspecify.annotations.NullMarked;
