/** Tests of how the command line shows runs. */
@NullMarked
package io.millrace.app.view;

import org.jspecify.annotations.NullMarked;
