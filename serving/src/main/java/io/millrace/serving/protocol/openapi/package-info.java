/** The description of a server's interface, made from the signatures of its models. */
@NullMarked
package io.millrace.serving.protocol.openapi;

import org.jspecify.annotations.NullMarked;
