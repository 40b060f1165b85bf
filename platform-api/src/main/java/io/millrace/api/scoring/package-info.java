/** The portable form of what stages learnt, which scores rows without the engine. */
@NullMarked
package io.millrace.api.scoring;

import org.jspecify.annotations.NullMarked;
