/** A client of an MLflow server: its REST interface on the HTTP client of the JDK. */
@NullMarked
package io.millrace.tracking.mlflow.client;

import org.jspecify.annotations.NullMarked;
