package io.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.model.GoldenRows.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MLflow's example of a model's input: the first golden rows that are predicted. */
final class MlflowExample {
  /** What {@code MLmodel} says of it. */
  static final String INFO =
      """
      saved_input_example_info:
        artifact_path: input_example.json
        pandas_orient: split
        serving_input_path: serving_input_example.json
        type: dataframe
      """;

  private static final int ROWS = 5;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode frame;

  private MlflowExample(ObjectNode frame) {
    this.frame = frame;
  }

  /** The example of a package that is being written; empty, if no golden row is predicted. */
  static Optional<MlflowExample> of(Path directory, Signature signature) {
    Path golden = directory.resolve(PackagePart.GOLDEN.path());
    if (!Files.exists(golden)) {
      return Optional.empty();
    }
    List<Golden> rows =
        GoldenRows.read(golden, signature).rows().stream()
            .filter(row -> row.outputs().isPresent())
            .limit(ROWS)
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new MlflowExample(frame(signature, rows)));
  }

  /** Writes the example as a frame, and as the body of a request to MLflow's server. */
  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("input_example.json"), JSON.writeValueAsString(frame));
    ObjectNode request = NODES.objectNode();
    request.set("dataframe_split", frame);
    Files.writeString(
        directory.resolve("serving_input_example.json"), JSON.writeValueAsString(request));
  }

  private static ObjectNode frame(Signature signature, List<Golden> rows) {
    ObjectNode frame = NODES.objectNode();
    ArrayNode names = frame.putArray("columns");
    signature.inputs().forEach(column -> names.add(column.name()));
    ArrayNode data = frame.putArray("data");
    for (Golden row : rows) {
      ArrayNode cells = data.addArray();
      for (int i = 0; i < row.inputs().size(); i++) {
        cells.add(cell(signature.inputs().get(i).type(), row.inputs().get(i)));
      }
    }
    return frame;
  }

  /** As in {@code golden.json}, but that structs have names, and what is no number is missing. */
  private static JsonNode cell(LogicalType type, @Nullable Object value) {
    if (value instanceof List<?> elements && type instanceof ArrayOf array) {
      ArrayNode json = NODES.arrayNode();
      elements.forEach(element -> json.add(cell(array.element(), element)));
      return json;
    }
    if (value instanceof List<?> elements && type instanceof StructOf struct) {
      ObjectNode json = NODES.objectNode();
      for (int i = 0; i < struct.fields().size(); i++) {
        Column field = struct.fields().get(i);
        json.set(field.name(), cell(field.type(), elements.get(i)));
      }
      return json;
    }
    boolean noNumber = value instanceof Number number && !Double.isFinite(number.doubleValue());
    return noNumber ? NODES.nullNode() : ValueJson.write(type, value);
  }
}
