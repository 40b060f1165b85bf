package io.millrace.serving.protocol.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.schema.Column;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.BodyLayouts;
import io.millrace.serving.protocol.Json;
import io.millrace.serving.protocol.JsonBytes;
import io.millrace.serving.protocol.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers of {@code infer}. The answer has one tensor for each output column, of the
 * shape {@code [rows, 1]}, of a vector {@code [rows, size]}, its data flat. Where a stage left a
 * row out, all its values are null; the answer's {@code parameters} then hold {@code "dropped"},
 * the number of such rows, and {@code "dropped.ROW"}, the reason for each. NaN and the infinities
 * are the texts "NaN", "Infinity" and "-Infinity".
 */
public final class InferCodec {
  private InferCodec() {}

  /**
   * Reads a request.
   *
   * @throws CallRefused BAD_INPUT or TOO_LARGE
   */
  public static InferRequest read(byte[] body, ServedModel model, int rowLimit) {
    return model.derived(Layouts.class, Layouts::new).bodies.read(body, rowLimit);
  }

  /** How bodies for a model came lately. */
  private static final class Layouts implements BodyLayouts.Body<InferRequest> {
    private final ServedModel model;
    private final BodyLayouts<InferRequest> bodies;

    Layouts(ServedModel model) {
      this.model = model;
      bodies = new BodyLayouts<>(RowReader.of(model), this);
    }

    @Override
    public InferRequest read(byte[] body, RowReader reader, int rowLimit) {
      return Json.read(
          body,
          parser ->
              request(parser, model, reader, new TensorReader(reader, rowLimit, body.length)));
    }

    @Override
    public InputRows rows(InferRequest read) {
      return read.rows();
    }

    @Override
    public InferRequest with(InferRequest example, InputRows rows, @Nullable String id) {
      return new InferRequest(id == null ? example.id() : id, rows, example.outputs());
    }
  }

  /** Writes an answer. */
  public static byte[] write(ServedModel model, InferRequest request, String id, ScoredRows rows) {
    InferAnswer answer = InferAnswer.of(model);
    return JsonBytes.written(
        json -> answer.write(json, Objects.requireNonNullElse(request.id(), id), request, rows));
  }

  private static InferRequest request(
      JsonParser parser, ServedModel model, RowReader reader, TensorReader tensors)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw CallRefused.badInput("The body has to be an object with 'inputs'.");
    }
    String id = null;
    List<Integer> outputs = InferAnswer.of(model).all();
    boolean hasInputs = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "id" -> id = id(parser, reader);
        case "inputs" -> {
          if (hasInputs) {
            throw CallRefused.badInput("The body has 'inputs' twice.");
          }
          hasInputs = true;
          tensors.readAll(parser);
        }
        case "outputs" -> outputs = outputs(parser, model);
        default -> parser.skipChildren();
      }
    }
    if (!hasInputs) {
      throw CallRefused.badInput("The body has no 'inputs'.");
    }
    return new InferRequest(id, tensors.rows(), outputs);
  }

  private static @Nullable String id(JsonParser parser, RowReader reader) throws IOException {
    reader.atId(parser);
    if (parser.currentToken().isScalarValue()) {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }
    throw CallRefused.badInput("The 'id' has to be a text.");
  }

  private static List<Integer> outputs(JsonParser parser, ServedModel model) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return InferAnswer.of(model).all();
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw CallRefused.badInput("'outputs' has to be a list of objects with a name.");
    }
    List<Integer> outputs = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = outputName(parser);
      int index = model.outputs().stream().map(Column::name).toList().indexOf(name);
      if (index < 0) {
        throw CallRefused.badInput(
            "The model has no output '%s'; it gives %s."
                .formatted(
                    name, String.join(", ", model.outputs().stream().map(Column::name).toList())));
      }
      if (outputs.contains(index)) {
        throw CallRefused.badInput("The output '%s' is asked for twice.".formatted(name));
      }
      outputs.add(index);
    }
    return outputs.isEmpty() ? InferAnswer.of(model).all() : outputs;
  }

  private static String outputName(JsonParser parser) throws IOException {
    String name = null;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean isName = parser.currentName().equals("name");
        parser.nextToken();
        if (isName && parser.currentToken() == JsonToken.VALUE_STRING) {
          name = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    }
    if (name == null) {
      throw CallRefused.badInput("'outputs' has to be a list of objects with a name.");
    }
    return name;
  }
}
