/** What columns hold, told in figures: the reference that later data is compared with. */
@NullMarked
package io.millrace.api.profile;

import org.jspecify.annotations.NullMarked;
