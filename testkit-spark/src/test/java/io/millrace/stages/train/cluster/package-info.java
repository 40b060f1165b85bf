/** Tests of the clusterings. */
@NullMarked
package io.millrace.stages.train.cluster;

import org.jspecify.annotations.NullMarked;
