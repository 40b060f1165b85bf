/** Sources that are followed, engines that follow them, and places that take what arrives. */
@NullMarked
package io.millrace.api.stream;

import org.jspecify.annotations.NullMarked;
