/** How the command line shows values to people: tables, quantities, colour. */
@NullMarked
package io.millrace.app.text;

import org.jspecify.annotations.NullMarked;
