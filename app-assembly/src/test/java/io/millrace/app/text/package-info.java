/** Tests of tables and quantities. */
@NullMarked
package io.millrace.app.text;

import org.jspecify.annotations.NullMarked;
