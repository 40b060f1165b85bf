/** What makes a write repeatable: the key it is done under, and what it left behind. */
@NullMarked
package io.millrace.api.effect;

import org.jspecify.annotations.NullMarked;
