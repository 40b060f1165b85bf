package io.millrace.serving.protocol.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.Json;
import io.millrace.serving.protocol.OutputCells;
import io.millrace.serving.protocol.RowReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
    return Json.read(
        body,
        parser ->
            request(parser, model, new TensorReader(RowReader.of(model), rowLimit, body.length)));
  }

  /** Writes an answer. */
  public static byte[] write(ServedModel model, InferRequest request, String id, ScoredRows rows) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("model_name", model.name());
          json.writeStringField("model_version", model.version());
          json.writeStringField(
              "id", Json.wellFormed(Objects.requireNonNullElse(request.id(), id)));
          if (!rows.dropped().isEmpty()) {
            dropped(json, rows);
          }
          json.writeArrayFieldStart("outputs");
          for (int output : request.outputs()) {
            tensor(json, rows, output);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static InferRequest request(JsonParser parser, ServedModel model, TensorReader tensors)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw CallRefused.badInput("The body has to be an object with 'inputs'.");
    }
    String id = null;
    List<Integer> outputs = all(model);
    boolean hasInputs = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "id" -> id = id(parser);
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

  private static @Nullable String id(JsonParser parser) throws IOException {
    if (parser.currentToken().isScalarValue()) {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }
    throw CallRefused.badInput("The 'id' has to be a text.");
  }

  private static List<Integer> all(ServedModel model) {
    return IntStream.range(0, model.outputs().size()).boxed().toList();
  }

  private static List<Integer> outputs(JsonParser parser, ServedModel model) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return all(model);
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
    return outputs.isEmpty() ? all(model) : outputs;
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

  private static void dropped(JsonGenerator json, ScoredRows rows) throws IOException {
    json.writeObjectFieldStart("parameters");
    json.writeNumberField("dropped", rows.dropped().size());
    for (var drop : rows.dropped().entrySet()) {
      json.writeStringField("dropped." + drop.getKey(), Json.wellFormed(drop.getValue()));
    }
    json.writeEndObject();
  }

  private static void tensor(JsonGenerator json, ScoredRows rows, int output) throws IOException {
    Column column = rows.columns().get(output);
    int width = width(rows, output);
    json.writeStartObject();
    json.writeStringField("name", Json.wellFormed(column.name()));
    json.writeArrayFieldStart("shape");
    json.writeNumber(rows.rows());
    json.writeNumber(width);
    json.writeEndArray();
    json.writeStringField("datatype", Datatype.of(column.type()));
    json.writeArrayFieldStart("data");
    for (int row = 0; row < rows.rows(); row++) {
      value(json, rows, row, output, width);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A vector whose size its type does not tell has that of the first row that has one. */
  private static int width(ScoredRows rows, int output) {
    int width = Datatype.width(rows.columns().get(output).type());
    for (int row = 0; row < rows.rows() && width < 0; row++) {
      if (rows.object(row, output) instanceof double[] places) {
        width = places.length;
      }
    }
    return Math.max(0, width);
  }

  private static void value(JsonGenerator json, ScoredRows rows, int row, int output, int width)
      throws IOException {
    Column column = rows.columns().get(output);
    boolean isNull = rows.isNull(row, output);
    if (column.type() instanceof VectorOf) {
      double[] places = isNull ? null : (double[]) rows.object(row, output);
      for (int i = 0; i < width; i++) {
        if (places == null) {
          json.writeNull();
        } else {
          OutputCells.number(json, places[i]);
        }
      }
    } else if (!isNull && column.type() instanceof DecimalOf) {
      json.writeString(
          ((BigDecimal) Objects.requireNonNull(rows.object(row, output))).toPlainString());
    } else if (!isNull && Datatype.isNested(column.type())) {
      byte[] nested = Json.write(inner -> OutputCells.write(inner, rows, row, output));
      json.writeString(new String(nested, StandardCharsets.UTF_8));
    } else {
      OutputCells.write(json, rows, row, output);
    }
  }
}
