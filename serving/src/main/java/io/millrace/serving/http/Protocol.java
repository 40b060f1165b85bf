package io.millrace.serving.http;

import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.mlflow.ContentType;
import io.millrace.serving.protocol.mlflow.Invocation;
import io.millrace.serving.protocol.mlflow.InvocationCodec;
import io.millrace.serving.protocol.v2.InferCodec;
import io.millrace.serving.protocol.v2.InferRequest;

/** What a request for predictions is written in. */
interface Protocol {
  /** Reads a body by a model's signature. */
  Parsed read(byte[] body, ServedModel model, int rowLimit);

  /** A request that was read: its rows, and the way to write their answer. */
  record Parsed(InputRows rows, Encoder encoder) {}

  /** Writes an answer. */
  @FunctionalInterface
  interface Encoder {
    /** The bytes of the answer's JSON. */
    byte[] write(ScoredRows rows);
  }

  /** Version 2 of the Open Inference Protocol; the id answers a request that brings none. */
  static Protocol v2(String id) {
    return (body, model, rowLimit) -> {
      InferRequest request = InferCodec.read(body, model, rowLimit);
      return new Parsed(request.rows(), rows -> InferCodec.write(model, request, id, rows));
    };
  }

  /** MLflow's, and SageMaker's. */
  static Protocol invocations(ContentType type) {
    return (body, model, rowLimit) -> {
      Invocation invocation = InvocationCodec.read(body, type, model, rowLimit);
      return new Parsed(invocation.rows(), rows -> InvocationCodec.write(invocation, rows));
    };
  }
}
