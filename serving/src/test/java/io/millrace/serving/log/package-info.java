@NullMarked
package io.millrace.serving.log;

import org.jspecify.annotations.NullMarked;
