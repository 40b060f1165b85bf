/** Trainers that learn what goes together: users with items, items with items. */
@NullMarked
package io.millrace.stages.train.recommend;

import org.jspecify.annotations.NullMarked;
