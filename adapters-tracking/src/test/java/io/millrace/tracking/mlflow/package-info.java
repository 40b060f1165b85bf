/** Tests of the adapter of MLflow, against a real server and against a stand-in. */
@NullMarked
package io.millrace.tracking.mlflow;

import org.jspecify.annotations.NullMarked;
