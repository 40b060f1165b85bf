/** Tests of artifact stores. */
@NullMarked
package io.millrace.storage.files;

import org.jspecify.annotations.NullMarked;
