/** Runs and models on an MLflow server; what it can't take yet waits in the home. */
@NullMarked
package io.millrace.tracking.mlflow;

import org.jspecify.annotations.NullMarked;
