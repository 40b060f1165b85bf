@NullMarked
package io.millrace.extension.s3;

import org.jspecify.annotations.NullMarked;
