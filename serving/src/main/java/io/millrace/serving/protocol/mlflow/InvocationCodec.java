package io.millrace.serving.protocol.mlflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.Model;
import io.millrace.api.schema.Column;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.BodyLayouts;
import io.millrace.serving.protocol.Json;
import io.millrace.serving.protocol.JsonBytes;
import io.millrace.serving.protocol.OutputCells;
import io.millrace.serving.protocol.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers of {@code /invocations}. The answer is {@code {"predictions": […]}}, as
 * MLflow gives it for a Spark model: the column {@code prediction} of each row. With {@code
 * "params": {"outputs": "all"}} each prediction is a record of all outputs; so it is where a model
 * has no column of that name. A row that a stage leaves out is null; {@code "dropped": [{"row",
 * "reason"}, …]} then says why. NaN and the infinities are the texts "NaN", "Infinity" and
 * "-Infinity".
 */
public final class InvocationCodec {
  private static final String ONE_FORM =
      "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_split', 'dataframe_records', 'instances', 'inputs'}.";

  private InvocationCodec() {}

  /**
   * Reads a request.
   *
   * @throws CallRefused BAD_INPUT or TOO_LARGE
   */
  public static Invocation read(byte[] body, ContentType type, ServedModel model, int rowLimit) {
    if (type == ContentType.CSV) {
      return new Invocation(CsvForm.read(body, RowReader.of(model), rowLimit), false);
    }
    return model.derived(Layouts.class, Layouts::new).bodies.read(body, rowLimit);
  }

  /** How bodies in JSON for a model came lately. */
  private static final class Layouts implements BodyLayouts.Body<Invocation> {
    private final BodyLayouts<Invocation> bodies;

    Layouts(ServedModel model) {
      bodies = new BodyLayouts<>(RowReader.of(model), this);
    }

    @Override
    public Invocation read(byte[] body, RowReader reader, int rowLimit) {
      JsonForms forms = new JsonForms(reader, rowLimit);
      return Json.read(body, parser -> invocation(parser, forms));
    }

    @Override
    public InputRows rows(Invocation read) {
      return read.rows();
    }

    @Override
    public Invocation with(Invocation example, InputRows rows, @Nullable String id) {
      return new Invocation(rows, example.allOutputs());
    }
  }

  private static Invocation invocation(JsonParser parser, JsonForms forms) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_ARRAY) {
      throw CallRefused.badInput("Invalid input. " + ONE_FORM + " Received a list.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw CallRefused.badInput("Invalid input. " + ONE_FORM);
    }
    InputRows rows = null;
    boolean allOutputs = false;
    List<String> keys = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (keys.size() < 10) {
        keys.add(key);
      }
      if (JsonForms.isForm(key)) {
        if (rows != null) {
          throw formsMissing(keys);
        }
        rows = forms.read(key, parser);
      } else if (key.equals("params")) {
        allOutputs = wantsAllOutputs(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (rows == null) {
      throw formsMissing(keys);
    }
    return new Invocation(rows, allOutputs);
  }

  private static CallRefused formsMissing(List<String> keys) {
    return CallRefused.badInput(
        "%s Received dictionary with input fields: ['%s']."
            .formatted(ONE_FORM, String.join("', '", keys)));
  }

  /** MLflow passes over what a model does not know; a misspelt option should not be. */
  private static boolean wantsAllOutputs(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw CallRefused.badInput("'params' has to be an object.");
    }
    boolean all = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (!parser.currentName().equals("outputs")) {
        throw CallRefused.badInput(
            "'params' holds '%s', and the server knows 'outputs' only."
                .formatted(parser.currentName()));
      }
      String value = parser.nextToken().isScalarValue() ? parser.getText() : "";
      if (!value.equals("all") && !value.equals("prediction")) {
        throw CallRefused.badInput(
            "The param 'outputs' has to be 'prediction', which is the default, or 'all'.");
      }
      all = value.equals("all");
    }
    return all;
  }

  /** Writes an answer. */
  public static byte[] write(Invocation invocation, ScoredRows rows) {
    int prediction = invocation.allOutputs() ? -1 : index(rows.columns(), Model.PREDICTION);
    return JsonBytes.written(
        json -> {
          json.add("{\"predictions\":[");
          for (int row = 0; row < rows.rows(); row++) {
            separate(json, row);
            if (prediction >= 0) {
              OutputCells.write(json, rows, row, prediction);
            } else {
              record(json, rows, row);
            }
          }
          json.add(']');
          if (!rows.dropped().isEmpty()) {
            dropped(json, rows);
          }
          json.add('}');
        });
  }

  private static int index(List<Column> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static void separate(JsonBytes json, int index) {
    if (index > 0) {
      json.add(',');
    }
  }

  private static void record(JsonBytes json, ScoredRows rows, int row) {
    if (rows.dropped().containsKey(row)) {
      json.add("null");
      return;
    }
    json.add('{');
    for (int i = 0; i < rows.columns().size(); i++) {
      separate(json, i);
      json.text(rows.columns().get(i).name()).add(':');
      OutputCells.write(json, rows, row, i);
    }
    json.add('}');
  }

  private static void dropped(JsonBytes json, ScoredRows rows) {
    String separator = ",\"dropped\":[";
    for (var drop : rows.dropped().entrySet()) {
      json.add(separator).add("{\"row\":").number(drop.getKey());
      json.add(",\"reason\":").text(drop.getValue()).add('}');
      separator = ",";
    }
    json.add(']');
  }
}
