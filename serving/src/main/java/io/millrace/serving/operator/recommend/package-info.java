/** Scoring operators of recommendations: factors of users and items, and rules of baskets. */
@NullMarked
package io.millrace.serving.operator.recommend;

import org.jspecify.annotations.NullMarked;
