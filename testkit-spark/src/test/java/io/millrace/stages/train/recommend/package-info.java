/** Tests of the recommenders. */
@NullMarked
package io.millrace.stages.train.recommend;

import org.jspecify.annotations.NullMarked;
