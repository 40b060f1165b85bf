package io.millrace.serving.protocol.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ModelTable;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.v2.V2Example;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's interface as OpenAPI 3.0.3: paths for each model, with the schema of its rows
 * (names, types, which may be null, an example) from its signature.
 */
public final class OpenApi {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR = "#/components/schemas/Error";

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode paths;
  private final ObjectNode schemas;

  private OpenApi(String version) {
    root.put("openapi", "3.0.3");
    ObjectNode info = root.putObject("info");
    info.put("title", "Millrace serving").put("version", version);
    paths = root.putObject("paths");
    ObjectNode components = root.putObject("components");
    schemas = components.putObject("schemas");
    ObjectNode error = schemas.putObject("Error").put("type", "object");
    error.putObject("properties").putObject("error").put("type", "string");
    ObjectNode keys = components.putObject("securitySchemes");
    keys.putObject("key").put("type", "apiKey").put("in", "header").put("name", "X-API-Key");
    keys.putObject("bearer").put("type", "http").put("scheme", "bearer");
    ArrayNode security = root.putArray("security");
    security.addObject();
    security.addObject().putArray("key");
    security.addObject().putArray("bearer");
  }

  /** The description of a server with those models. */
  public static byte[] of(ModelTable models, String version) {
    OpenApi api = new OpenApi(version);
    List<ServedModel> served = new ArrayList<>();
    for (String name : models.models().stream().map(ModelStatus::name).distinct().toList()) {
      try (ModelLease lease = models.acquire(new NamedCall(name))) {
        served.add(lease.model());
      } catch (CallRefused e) {
        // One that does not answer now has no signature to show; health tells of it.
        continue;
      }
    }
    for (int i = 0; i < served.size(); i++) {
      api.model(served.get(i), "Row" + (i + 1));
    }
    api.invocations(served);
    api.questions();
    try {
      return JSON.writeValueAsBytes(api.root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree is always JSON", e);
    }
  }

  private void model(ServedModel model, String schema) {
    schemas.set(schema, JsonTypes.row(model.inputs(), ExampleRow.of(model)));
    schemas.set(schema + "Prediction", JsonTypes.row(model.outputs()));
    String path =
        "/v2/models/" + URLEncoder.encode(model.name(), StandardCharsets.UTF_8).replace("+", "%20");
    ObjectNode infer = operation(path + "/infer", "post", "Predict (Open Inference Protocol)");
    ObjectNode content = json(infer.putObject("requestBody").put("required", true));
    ObjectNode tensors = content.putObject("schema").put("type", "object");
    tensors.putArray("required").add("inputs");
    tensors
        .putObject("properties")
        .putObject("inputs")
        .put("type", "array")
        .putObject("items")
        .put("type", "object");
    content.set("example", V2Example.of(model.inputs(), ExampleRow.of(model)));
    operation(path, "get", "What the model takes and gives");
    operation(path + "/ready", "get", "Whether the model answers");
  }

  private void invocations(List<ServedModel> models) {
    ObjectNode operation = operation("/invocations", "post", "Predict (MLflow, SageMaker)");
    ArrayNode parameters = operation.putArray("parameters");
    for (String name : List.of("model", "version")) {
      parameters
          .addObject()
          .put("name", name)
          .put("in", "query")
          .putObject("schema")
          .put("type", "string");
    }
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode content = json(body);
    ObjectNode schema = content.putObject("schema").put("type", "object");
    ObjectNode records =
        schema.putObject("properties").putObject("dataframe_records").put("type", "array");
    ArrayNode rows = records.putObject("items").putArray("anyOf");
    for (int i = 0; i < models.size(); i++) {
      rows.addObject().put("$ref", "#/components/schemas/Row" + (i + 1));
    }
    if (models.isEmpty()) {
      rows.addObject().put("type", "object");
    } else {
      ObjectNode example = content.putObject("example");
      example.putArray("dataframe_records").add(ExampleRow.of(models.get(0)));
    }
    ((ObjectNode) body.get("content"))
        .putObject("text/csv")
        .putObject("schema")
        .put("type", "string");
  }

  private void questions() {
    operation("/v2", "get", "What the server is");
    operation("/v2/models", "get", "The models");
    operation("/v2/health/live", "get", "Whether the server lives");
    operation("/v2/health/ready", "get", "Whether the server is ready");
    operation("/ping", "get", "Whether the server is ready");
    operation("/version", "get", "The server's version");
    operation("/metrics", "get", "Meters for Prometheus");
  }

  private ObjectNode operation(String path, String method, String summary) {
    ObjectNode operation = paths.withObjectProperty(path).putObject(method);
    operation.put("summary", summary);
    ObjectNode responses = operation.putObject("responses");
    responses.putObject("200").put("description", "The answer");
    ObjectNode refused = responses.putObject("default").put("description", "What was wrong");
    json(refused).putObject("schema").put("$ref", ERROR);
    return operation;
  }

  private static ObjectNode json(ObjectNode parent) {
    return parent.putObject("content").putObject("application/json");
  }

  /** Asks for a model by name alone. */
  private record NamedCall(@Nullable String model) implements ModelCall {
    @Override
    public @Nullable String version() {
      return null;
    }

    @Override
    public String requestId() {
      return "openapi";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public @Nullable String field(String column) {
      return null;
    }
  }
}
