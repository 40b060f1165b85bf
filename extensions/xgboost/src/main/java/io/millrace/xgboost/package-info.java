/** Gradient-boosted trees by XGBoost: a plugin of Millrace. */
@NullMarked
package io.millrace.xgboost;

import org.jspecify.annotations.NullMarked;
