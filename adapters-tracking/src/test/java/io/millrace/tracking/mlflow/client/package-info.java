/** Tests of the client of MLflow, and the stand-in for a server. */
@NullMarked
package io.millrace.tracking.mlflow.client;

import org.jspecify.annotations.NullMarked;
