/** Scoring operators of decision trees and of their ensembles. */
@NullMarked
package io.millrace.serving.operator.tree;

import org.jspecify.annotations.NullMarked;
