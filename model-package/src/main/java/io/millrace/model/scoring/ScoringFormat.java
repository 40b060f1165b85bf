package io.millrace.model.scoring;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.api.error.StandardError.PACKAGE_TOO_NEW;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.json.JsonTrees;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code scoring/}: {@code program.json} tells inputs, steps and outputs; {@code
 * arrays.bin} holds the steps' arrays one after another, little-endian, where each step's {@code
 * arrays} say. docs/model-package.md describes them for other readers.
 */
public final class ScoringFormat {
  /** Rises when a reader of the version before would misread the files. */
  public static final int FORMAT_VERSION = 1;

  static final String PROGRAM = "program.json";
  static final String ARRAYS = "arrays.bin";

  private ScoringFormat() {}

  /** Writes a program into a directory, which is made. */
  public static void write(ScoringProgram program, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DataOutputStream out =
        new DataOutputStream(
            new java.io.BufferedOutputStream(Files.newOutputStream(directory.resolve(ARRAYS))))) {
      ArrayFile.Writer arrays = new ArrayFile.Writer(out);
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("formatVersion", FORMAT_VERSION);
      root.put("inputs", program.inputs().stream().map(ScoringFormat::json).toList());
      List<Object> steps = new ArrayList<>();
      for (ScoringStep step : program.steps()) {
        steps.add(json(step, arrays));
      }
      root.put("steps", steps);
      root.put("outputs", program.outputs());
      Files.writeString(
          directory.resolve(PROGRAM),
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root)
              + "\n");
    }
  }

  /**
   * Reads a program.
   *
   * @throws MillraceException PACKAGE_TOO_NEW or PACKAGE_CORRUPT
   */
  public static ScoringProgram read(Path directory) throws IOException {
    try {
      JsonNode root = JsonTrees.read(Files.readString(directory.resolve(PROGRAM)));
      int version = root.path("formatVersion").asInt();
      if (version > FORMAT_VERSION) {
        throw new MillraceException(
            PACKAGE_TOO_NEW,
            "%s has format %d, and this Millrace reads up to %d: use a newer one."
                .formatted(directory.resolve(PROGRAM), version, FORMAT_VERSION));
      }
      return program(root, new ArrayFile.Reader(Files.readAllBytes(directory.resolve(ARRAYS))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT,
          "%s can't be read: %s."
              .formatted(
                  directory.resolve(PROGRAM),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static ScoringProgram program(JsonNode root, ArrayFile.Reader arrays) {
    List<Column> inputs = new ArrayList<>();
    require(root, "inputs").forEach(node -> inputs.add(column(node)));
    List<ScoringStep> steps = new ArrayList<>();
    require(root, "steps").forEach(node -> steps.add(step(node, arrays)));
    return new ScoringProgram(inputs, steps, texts(require(root, "outputs")));
  }

  private static Map<String, Object> json(ScoringStep step, ArrayFile.Writer arrays)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", step.operator());
    json.put("inputs", step.inputs());
    json.put("outputs", step.outputs().stream().map(ScoringFormat::json).toList());
    json.put("params", step.params());
    Map<String, Object> places = new LinkedHashMap<>();
    for (Map.Entry<String, Object> array : step.arrays().entrySet()) {
      places.put(array.getKey(), arrays.write(array.getValue()));
    }
    json.put("arrays", places);
    return json;
  }

  private static ScoringStep step(JsonNode node, ArrayFile.Reader arrays) {
    List<Column> outputs = new ArrayList<>();
    require(node, "outputs").forEach(column -> outputs.add(column(column)));
    Map<String, @Nullable Object> params = new LinkedHashMap<>();
    require(node, "params")
        .properties()
        .forEach(p -> params.put(p.getKey(), JsonTrees.value(p.getValue())));
    Map<String, Object> values = new LinkedHashMap<>();
    require(node, "arrays")
        .properties()
        .forEach(a -> values.put(a.getKey(), arrays.read(a.getValue())));
    return new ScoringStep(
        require(node, "operator").asText(),
        texts(require(node, "inputs")),
        outputs,
        params,
        values);
  }

  private static Map<String, Object> json(Column column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type().text());
    json.put("nullable", column.nullable());
    return json;
  }

  private static Column column(JsonNode node) {
    return new Column(
        require(node, "name").asText(),
        LogicalType.parse(require(node, "type").asText()),
        require(node, "nullable").asBoolean());
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode require(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value;
  }
}
