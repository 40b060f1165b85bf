/** JSON as trees, read without Jackson's object mapper, which takes longer to load than to read. */
@NullMarked
package io.millrace.model.json;

import org.jspecify.annotations.NullMarked;
