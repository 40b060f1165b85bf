/** Scoring operators of models that are no trees: what they make of a vector of features. */
@NullMarked
package io.millrace.serving.operator.model;

import org.jspecify.annotations.NullMarked;
