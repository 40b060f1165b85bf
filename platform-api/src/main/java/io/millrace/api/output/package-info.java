/** Where rows go that are written for users: files, tables and databases outside of the home. */
@NullMarked
package io.millrace.api.output;

import org.jspecify.annotations.NullMarked;
