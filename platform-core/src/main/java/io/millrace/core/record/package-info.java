/** What runs of all kinds record of what they read and wrote. */
@NullMarked
package io.millrace.core.record;

import org.jspecify.annotations.NullMarked;
