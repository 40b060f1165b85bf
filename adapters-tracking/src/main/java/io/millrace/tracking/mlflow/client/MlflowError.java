package io.millrace.tracking.mlflow.client;

import io.millrace.api.error.Blame;
import io.millrace.api.error.ErrorCode;

/** What can go wrong with an MLflow server. */
public enum MlflowError implements ErrorCode {
  /** The server does not answer, or not in time, or says that it is overloaded. */
  MLFLOW_UNREACHABLE(true),
  /** The server wants to know who asks, or does not let that user do it. */
  MLFLOW_DENIED(false),
  /** The server knows no such thing. */
  MLFLOW_NOT_FOUND(false),
  /** The name is taken. */
  MLFLOW_EXISTS(false),
  /** The server finds the request wrong. */
  MLFLOW_REFUSED(false),
  /** What answers is no MLflow server, or one that is too old. */
  MLFLOW_UNFIT(false);

  private final boolean retryable;

  MlflowError(boolean retryable) {
    this.retryable = retryable;
  }

  @Override
  public Blame blame() {
    return Blame.OUTSIDE;
  }

  @Override
  public boolean retryable() {
    return retryable;
  }
}
