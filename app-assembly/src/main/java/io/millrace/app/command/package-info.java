/**
 * The verbs of the command line: each reads its options, asks the platform, and shows the answer.
 */
@NullMarked
package io.millrace.app.command;

import org.jspecify.annotations.NullMarked;
