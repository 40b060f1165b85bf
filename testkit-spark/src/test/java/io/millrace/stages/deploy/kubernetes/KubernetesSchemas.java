package io.millrace.stages.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The published schemas of the kinds that are written; the resources' README tells their source.
 */
final class KubernetesSchemas {
  static final List<String> VERSIONS = List.of("v1.25.0", "v1.37.0");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> CUSTOM =
      Map.of(
          "InferenceService", "kserve-inferenceservice-v1beta1.json",
          "SparkApplication", "sparkapplication-v1beta2.json");

  private final Map<String, Schema> byKind = new HashMap<>();

  KubernetesSchemas(String version) {
    JsonNode kubernetes = resource("kubernetes-" + version + ".json");
    kubernetes
        .path("kinds")
        .properties()
        .forEach(
            kind -> {
              ObjectNode schema = JSON.createObjectNode();
              schema.put("$ref", "#/$defs/" + kind.getValue().asText());
              schema.set("$defs", kubernetes.path("$defs"));
              byKind.put(kind.getKey(), schema(schema));
            });
    CUSTOM.forEach((kind, file) -> byKind.put(kind, schema(resource(file))));
  }

  /** What a cluster would say against a manifest; empty if nothing. */
  List<String> problems(String yaml) {
    JsonNode manifest = JSON.valueToTree(parse(yaml));
    Schema schema = byKind.get(manifest.path("kind").asText());
    if (schema == null) {
      return List.of("no schema of the kind '%s'".formatted(manifest.path("kind").asText()));
    }
    return schema.validate(manifest).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .sorted()
        .toList();
  }

  /** As a cluster reads it: by YAML 1.1. */
  static Map<String, Object> parse(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  private static Schema schema(JsonNode schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  private static JsonNode resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            KubernetesSchemas.class.getResourceAsStream("/kubernetes/" + name), name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
