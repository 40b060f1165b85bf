/**
 * Artifact stores: directories of files, published whole, on local disk or any Hadoop file system.
 */
@NullMarked
package io.millrace.storage.files;

import org.jspecify.annotations.NullMarked;
