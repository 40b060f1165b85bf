/** How plans, runs and what is tracked look: as text for people, as JSON for programs. */
@NullMarked
package io.millrace.app.view;

import org.jspecify.annotations.NullMarked;
