/** MLflow's protocol of scoring servers, which is SageMaker's too. */
@NullMarked
package io.millrace.serving.protocol.mlflow;

import org.jspecify.annotations.NullMarked;
