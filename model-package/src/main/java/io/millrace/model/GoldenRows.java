package io.millrace.model;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.model.json.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code golden.json}: rows that the model predicted when the package was written. Whoever loads a
 * package predicts them again, and does not serve it if a prediction differs.
 *
 * @param rows in the order in which they were read
 */
public record GoldenRows(List<Golden> rows) {
  public GoldenRows {
    rows = List.copyOf(rows);
  }

  /**
   * A row and what is expected of it.
   *
   * @param inputs in the order of the signature's inputs
   * @param outputsOrNull in the order of the signature's outputs; null if a step leaves the row out
   */
  public record Golden(
      List<@Nullable Object> inputs, @Nullable List<@Nullable Object> outputsOrNull) {
    public Golden {
      inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
      outputsOrNull =
          outputsOrNull == null
              ? null
              : Collections.unmodifiableList(new ArrayList<>(outputsOrNull));
    }

    /** The expected values; empty if a step leaves the row out. */
    public Optional<List<@Nullable Object>> outputs() {
      return Optional.ofNullable(outputsOrNull);
    }
  }

  /** Writes the file. */
  public void write(Path file, Signature signature) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("rows");
    for (Golden row : rows) {
      ObjectNode json = list.addObject();
      json.set("inputs", object(signature.inputs(), row.inputs()));
      json.set(
          "outputs",
          row.outputsOrNull() == null
              ? json.nullNode()
              : object(signature.outputs(), row.outputsOrNull()));
    }
    Files.writeString(
        file,
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root)
            + "\n");
  }

  /**
   * The rows of a package; none, if it has none.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if they do not fit the signature
   */
  public static GoldenRows of(ModelPackage source) {
    Optional<Path> file = source.part(PackagePart.GOLDEN);
    return file.isPresent()
        ? read(file.get(), source.description().signature())
        : new GoldenRows(List.of());
  }

  /**
   * Reads the file.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if the rows do not fit the signature
   */
  public static GoldenRows read(Path file, Signature signature) {
    try {
      List<Golden> rows = new ArrayList<>();
      for (JsonNode json : JsonTrees.read(Files.readString(file)).path("rows")) {
        rows.add(
            new Golden(
                values(signature.inputs(), json.path("inputs")),
                json.path("outputs").isNull()
                    ? null
                    : values(signature.outputs(), json.path("outputs"))));
      }
      return new GoldenRows(rows);
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT,
          "%s can't be read: %s."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static ObjectNode object(List<Column> columns, List<@Nullable Object> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      object.set(columns.get(i).name(), ValueJson.write(columns.get(i).type(), values.get(i)));
    }
    return object;
  }

  private static List<@Nullable Object> values(List<Column> columns, JsonNode object) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Column column : columns) {
      JsonNode value = object.get(column.name());
      if (value == null) {
        throw new IllegalArgumentException("a row lacks '" + column.name() + "'");
      }
      values.add(ValueJson.read(column.type(), value));
    }
    return values;
  }
}
