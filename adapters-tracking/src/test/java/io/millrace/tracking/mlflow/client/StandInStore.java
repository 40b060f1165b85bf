package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the stand-in knows, and its answers. */
final class StandInStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(\\w+)(?:\\.`([^`]*)`)?\\s*(=|!=|LIKE|ILIKE|>=)\\s*('[^']*'|\"[^\"]*\"|-?[\\d.E]+)");
  private static final Pattern ORDER =
      Pattern.compile("(\\w+)(?:\\.`([^`]*)`|\\.(\\w+))?\\s+(ASC|DESC)");
  private static final Pattern NAME =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);

  private final String version;
  private final Map<String, ObjectNode> experiments = new LinkedHashMap<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, ObjectNode> loggedModels = new LinkedHashMap<>();
  private final Map<String, Model> models = new TreeMap<>();
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final Map<String, byte[]> parts = new TreeMap<>();
  private final StandInPages pages = new StandInPages();
  private boolean multipart;

  StandInStore(String version) {
    this.version = version;
    experiment("Default");
  }

  StandInPages pages() {
    return pages;
  }

  void offerMultipart() {
    multipart = true;
  }

  /** What is sent back. */
  record Answer(int status, byte[] body, Map<String, String> headers) {
    static Answer of(JsonNode body) {
      return new Answer(
          200, body.toString().getBytes(UTF_8), Map.of("Content-Type", "application/json"));
    }
  }

  /** A run. */
  private static final class Run {
    private final ObjectNode info = JSON.createObjectNode();
    private final Map<String, String> params = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, List<ObjectNode>> metrics = new TreeMap<>();
    private final ArrayNode datasets = JSON.createArrayNode();
    private final ArrayNode outputs = JSON.createArrayNode();
    private boolean deleted;

    private long startTime() {
      return info.path("start_time").asLong();
    }

    private List<ObjectNode> values(String metric) {
      return metrics.getOrDefault(metric, List.of());
    }

    /** By step, time and value, as the server decides. */
    private ObjectNode latest(String metric) {
      return values(metric).stream()
          .max(
              Comparator.<ObjectNode>comparingLong(m -> m.path("step").asLong())
                  .thenComparingLong(m -> m.path("timestamp").asLong())
                  .thenComparingDouble(m -> m.path("value").asDouble()))
          .orElseThrow();
    }
  }

  /** A registered model. */
  private static final class Model {
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Integer> aliases = new TreeMap<>();
    private final Map<Integer, ObjectNode> versions = new TreeMap<>();
  }

  /** The server says no. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  Answer answer(String method, String path, ObjectNode in, byte[] body, URI self) {
    try {
      String files = "/api/2.0/mlflow-artifacts/artifacts";
      if (path.equals("/version")) {
        return new Answer(200, version.getBytes(UTF_8), Map.of());
      }
      if (path.equals(files)) {
        return Answer.of(listing(in.path("path").asText()));
      }
      if (path.startsWith(files)) {
        return artifact(method, path.substring(files.length() + 1), body);
      }
      if (path.startsWith("/part/")) {
        parts.put(path, body);
        return new Answer(200, new byte[0], Map.of("ETag", "\"" + path.hashCode() + "\""));
      }
      if (path.startsWith("/api/2.0/mlflow-artifacts/mpu/")) {
        return Answer.of(
            multipart(path.substring("/api/2.0/mlflow-artifacts/mpu/".length()), in, self));
      }
      return Answer.of(api(method, path.substring("/api/2.0/mlflow/".length()), in));
    } catch (Refusal e) {
      ObjectNode error =
          JSON.createObjectNode().put("error_code", e.code).put("message", e.getMessage());
      return new Answer(e.status, error.toString().getBytes(UTF_8), Map.of());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return new Answer(
          404, "<!doctype html><title>404 Not Found</title>".getBytes(UTF_8), Map.of());
    }
  }

  private JsonNode api(String method, String resource, ObjectNode in) {
    if (resource.startsWith("logged-models") || resource.equals("runs/outputs")) {
      if (version.startsWith("2.")) {
        throw new IllegalArgumentException(resource);
      }
      if (resource.startsWith("logged-models/")) {
        ((ObjectNode) logged(resource.substring("logged-models/".length())).path("info"))
            .put("status", in.path("status").asText());
        return JSON.createObjectNode();
      }
    }
    return switch (resource) {
      case "experiments/create" -> created(in);
      case "experiments/get-by-name" -> byName(in.path("experiment_name").asText());
      case "experiments/search" ->
          pages.part("experiments", in, new ArrayList<>(experiments.values()));
      case "runs/create" -> create(in);
      case "runs/get" -> JSON.createObjectNode().set("run", json(run(in)));
      case "runs/update" -> update(in);
      case "runs/delete" -> {
        run(in).deleted = true;
        yield JSON.createObjectNode();
      }
      case "runs/search" -> search(in);
      case "runs/log-batch" -> log(in);
      case "runs/log-inputs" -> {
        in.path("datasets").forEach(run(in).datasets::add);
        yield JSON.createObjectNode();
      }
      case "runs/outputs" -> {
        in.path("models").forEach(run(in).outputs::add);
        yield JSON.createObjectNode();
      }
      case "runs/log-model" -> {
        run(in).tags.put("mlflow.log-model.history", "[" + in.path("model_json").asText() + "]");
        yield JSON.createObjectNode();
      }
      case "metrics/get-history" -> {
        List<ObjectNode> values =
            run(in).metrics.getOrDefault(in.path("metric_key").asText(), List.of());
        yield pages.part("metrics", in, values);
      }
      case "logged-models" -> loggedModel(in);
      default -> registry(method, resource, in);
    };
  }

  private JsonNode registry(String method, String resource, ObjectNode in) {
    return switch (resource) {
      case "registered-models/create" -> {
        String name = in.path("name").asText();
        if (models.containsKey(name)) {
          throw new Refusal(
              400,
              "RESOURCE_ALREADY_EXISTS",
              "Registered Model (name=" + name + ") already exists.");
        }
        models.put(name, new Model());
        models.get(name).tags.putAll(Trees.texts(in.path("tags")));
        yield JSON.createObjectNode();
      }
      case "registered-models/get" -> {
        model(in);
        yield JSON.createObjectNode().set("registered_model", json(in.path("name").asText()));
      }
      case "registered-models/search" ->
          pages.part("registered_models", in, models.keySet().stream().map(this::json).toList());
      case "registered-models/delete" -> {
        models.remove(in.path("name").asText());
        yield JSON.createObjectNode();
      }
      case "registered-models/set-tag" -> {
        model(in).tags.put(in.path("key").asText(), in.path("value").asText());
        yield JSON.createObjectNode();
      }
      case "registered-models/alias" -> {
        if (method.equals("DELETE")) {
          model(in).aliases.remove(in.path("alias").asText());
        } else {
          version(in);
          model(in).aliases.put(in.path("alias").asText(), in.path("version").asInt());
        }
        yield JSON.createObjectNode();
      }
      case "model-versions/create" -> createVersion(in);
      case "model-versions/get" -> JSON.createObjectNode().set("model_version", version(in));
      case "model-versions/get-download-uri" -> {
        String source = version(in).path("source").asText();
        String uri =
            source.startsWith("models:/")
                ? logged(source.substring("models:/".length()))
                    .path("info")
                    .path("artifact_uri")
                    .asText()
                : source;
        yield JSON.createObjectNode().put("artifact_uri", uri);
      }
      case "model-versions/search" -> {
        String filter = in.path("filter").asText();
        String name = filter.substring("name='".length(), filter.length() - 1);
        List<ObjectNode> versions =
            models.containsKey(name)
                ? new ArrayList<>(models.get(name).versions.values())
                : List.of();
        yield pages.part("model_versions", in, versions);
      }
      default -> throw new IllegalArgumentException(resource);
    };
  }

  private String experiment(String name) {
    String id = String.valueOf(experiments.size());
    experiments.put(
        id,
        JSON.createObjectNode()
            .put("experiment_id", id)
            .put("name", name)
            .put("lifecycle_stage", "active"));
    return id;
  }

  private JsonNode created(ObjectNode in) {
    String name = in.path("name").asText();
    if (experiments.values().stream().anyMatch(e -> e.path("name").asText().equals(name))) {
      throw new Refusal(
          400, "RESOURCE_ALREADY_EXISTS", "Experiment(name=" + name + ") already exists.");
    }
    return JSON.createObjectNode().put("experiment_id", experiment(name));
  }

  private JsonNode byName(String name) {
    for (ObjectNode experiment : experiments.values()) {
      if (experiment.path("name").asText().equals(name)) {
        return JSON.createObjectNode().set("experiment", experiment);
      }
    }
    throw new Refusal(
        404, "RESOURCE_DOES_NOT_EXIST", "Could not find experiment with name '" + name + "'");
  }

  private JsonNode create(ObjectNode in) {
    String id = UUID.randomUUID().toString().replace("-", "");
    String experiment = in.path("experiment_id").asText();
    Run run = new Run();
    run.info
        .put("run_id", id)
        .put("experiment_id", experiment)
        .put("run_name", in.path("run_name").asText())
        .put("status", "RUNNING")
        .put("start_time", in.path("start_time").asLong())
        .put("artifact_uri", "mlflow-artifacts:/" + experiment + "/" + id + "/artifacts");
    run.tags.putAll(Trees.texts(in.path("tags")));
    run.tags.put("mlflow.runName", in.path("run_name").asText());
    runs.put(id, run);
    return JSON.createObjectNode().set("run", json(run));
  }

  private Run run(ObjectNode in) {
    Run run = runs.get(in.path("run_id").asText());
    if (run == null) {
      throw new Refusal(
          404,
          "RESOURCE_DOES_NOT_EXIST",
          "Run with id=" + in.path("run_id").asText() + " not found");
    }
    return run;
  }

  private JsonNode update(ObjectNode in) {
    Run run = run(in);
    run.info.put("status", in.path("status").asText());
    if (in.has("end_time")) {
      run.info.put("end_time", in.path("end_time").asLong());
    }
    return JSON.createObjectNode();
  }

  private static ObjectNode json(Run run) {
    ObjectNode data = JSON.createObjectNode();
    ArrayNode metrics = data.putArray("metrics");
    run.metrics.keySet().forEach(metric -> metrics.add(run.latest(metric)));
    data.set("params", Trees.pairs(run.params));
    data.set("tags", Trees.pairs(run.tags));
    ObjectNode json = JSON.createObjectNode();
    json.set("info", run.info);
    json.set("data", data);
    json.putObject("inputs").set("dataset_inputs", run.datasets);
    json.putObject("outputs").set("model_outputs", run.outputs);
    return json;
  }

  private JsonNode log(ObjectNode in) {
    Run run = run(in);
    require(in.path("metrics").size() <= 1000 && in.path("params").size() <= 100, "too many");
    require(in.path("tags").size() <= 100 && in.toString().length() <= 1_000_000, "too many");
    for (String kind : Set.of("metrics", "params", "tags")) {
      for (JsonNode entry : in.path(kind)) {
        String key = entry.path("key").asText();
        require(
            NAME.matcher(key).matches() && key.length() <= 250, "Invalid value \"" + key + "\"");
      }
    }
    Trees.texts(in.path("tags")).forEach((key, value) -> run.tags.put(key, cut(value, 8000)));
    Trees.texts(in.path("params"))
        .forEach(
            (key, value) -> {
              String old = run.params.putIfAbsent(key, cut(value, 6000));
              require(
                  old == null || old.equals(cut(value, 6000)),
                  "Changing param values is not allowed.");
            });
    for (JsonNode metric : in.path("metrics")) {
      ObjectNode kept = metric.deepCopy();
      String text = metric.path("value").asText();
      if (text.endsWith("Infinity")) {
        kept.put("value", text.startsWith("-") ? -Double.MAX_VALUE : Double.MAX_VALUE);
      }
      List<ObjectNode> values =
          run.metrics.computeIfAbsent(kept.path("key").asText(), key -> new ArrayList<>());
      if (!values.contains(kept)) {
        values.add(kept);
      }
    }
    return JSON.createObjectNode();
  }

  private static void require(boolean good, String message) {
    if (!good) {
      throw new Refusal(400, "INVALID_PARAMETER_VALUE", message);
    }
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  private JsonNode search(ObjectNode in) {
    List<Run> found = new ArrayList<>();
    Set<String> wanted = new TreeSet<>();
    in.path("experiment_ids").forEach(id -> wanted.add(id.asText()));
    for (Run run : runs.values()) {
      if (!run.deleted
          && wanted.contains(run.info.path("experiment_id").asText())
          && matches(run, in.path("filter").asText())) {
        found.add(run);
      }
    }
    Comparator<Run> order = Comparator.comparing(run -> 0);
    for (JsonNode by : in.path("order_by")) {
      order = order.thenComparing(order(by.asText()));
    }
    // As the server does: the newest first, then by id.
    found.sort(
        order
            .thenComparing(Comparator.comparingLong(Run::startTime).reversed())
            .thenComparing(run -> run.info.path("run_id").asText()));
    return pages.part("runs", in, found.stream().map(StandInStore::json).toList());
  }

  private static Comparator<Run> order(String text) {
    Matcher by = ORDER.matcher(text);
    require(by.matches(), "Invalid order_by: " + text);
    boolean down = by.group(4).equals("DESC");
    if (by.group(1).equals("metrics")) {
      String metric = by.group(2);
      Comparator<Double> numbers = down ? Comparator.reverseOrder() : Comparator.naturalOrder();
      return Comparator.comparingInt((Run run) -> rank(run, metric))
          .thenComparing(run -> rank(run, metric) == 0 ? value(run, metric) : 0.0, numbers);
    }
    if (by.group(1).equals("attributes")) {
      require(by.group(3).equals("start_time"), "Invalid order_by: " + text);
      Comparator<Run> oldest = Comparator.comparingLong(Run::startTime);
      return down ? oldest.reversed() : oldest;
    }
    Comparator<String> texts = down ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(run -> run.tags.get(by.group(2)), Comparator.nullsLast(texts));
  }

  /** Numbers come first, then NaN, then runs that have none. */
  private static int rank(Run run, String metric) {
    if (!run.metrics.containsKey(metric)) {
      return 2;
    }
    return Double.isNaN(value(run, metric)) ? 1 : 0;
  }

  private static double value(Run run, String metric) {
    return run.latest(metric).path("value").asDouble();
  }

  private static boolean matches(Run run, String filter) {
    Matcher clause = CLAUSE.matcher(filter);
    boolean all = true;
    while (clause.find()) {
      if (clause.group(1).equals("metrics")) {
        all &=
            rank(run, clause.group(2)) == 0
                && value(run, clause.group(2)) >= Double.parseDouble(clause.group(4));
        continue;
      }
      Map<String, String> from = clause.group(1).startsWith("param") ? run.params : run.tags;
      String value = from.get(clause.group(2));
      String given = clause.group(4).substring(1, clause.group(4).length() - 1);
      String like = Pattern.quote(given).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
      all &=
          value != null
              && switch (clause.group(3)) {
                case "=" -> value.equals(given);
                case "!=" -> !value.equals(given);
                case "LIKE" -> Pattern.compile(like, Pattern.DOTALL).matcher(value).matches();
                default ->
                    Pattern.compile(like, Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
                        .matcher(value)
                        .matches();
              };
    }
    return all;
  }

  private JsonNode loggedModel(ObjectNode in) {
    String id = "m-" + UUID.randomUUID().toString().replace("-", "");
    String experiment = in.path("experiment_id").asText();
    ObjectNode model = JSON.createObjectNode();
    model
        .putObject("info")
        .put("model_id", id)
        .put("name", in.path("name").asText())
        .put("status", "LOGGED_MODEL_PENDING")
        .put("artifact_uri", "mlflow-artifacts:/" + experiment + "/models/" + id + "/artifacts");
    loggedModels.put(id, model);
    return JSON.createObjectNode().set("model", model);
  }

  private ObjectNode logged(String id) {
    return requireNonNull(loggedModels.get(id), id);
  }

  private Model model(ObjectNode in) {
    String name = in.path("name").asText();
    Model model = models.get(name);
    if (model == null) {
      throw new Refusal(
          404, "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=" + name + " not found");
    }
    return model;
  }

  private ObjectNode json(String name) {
    Model model = requireNonNull(models.get(name), name);
    ObjectNode json = JSON.createObjectNode().put("name", name);
    json.set("tags", Trees.pairs(model.tags));
    ArrayNode aliases = json.putArray("aliases");
    model.aliases.forEach(
        (alias, version) ->
            aliases.addObject().put("alias", alias).put("version", String.valueOf(version)));
    return json;
  }

  private ObjectNode version(ObjectNode in) {
    ObjectNode version = model(in).versions.get(in.path("version").asInt());
    if (version == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "Model Version not found");
    }
    return version;
  }

  private JsonNode createVersion(ObjectNode in) {
    Model model = model(in);
    int number = model.versions.size() + 1;
    ObjectNode version = in.deepCopy();
    version.put("version", String.valueOf(number)).put("status", "READY");
    model.versions.put(number, version);
    return JSON.createObjectNode().set("model_version", version);
  }

  private Answer artifact(String method, String path, byte[] body) {
    if (method.equals("PUT")) {
      files.put(path, body);
      return Answer.of(JSON.createObjectNode());
    }
    byte[] file = files.get(path);
    if (file == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "No such artifact: '" + path + "'");
    }
    return new Answer(200, file, Map.of());
  }

  private JsonNode listing(String directory) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray("files");
    Set<String> directories = new TreeSet<>();
    String prefix = directory + "/";
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(prefix)) {
            String rest = path.substring(prefix.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
              listed
                  .addObject()
                  .put("path", rest)
                  .put("is_dir", false)
                  .put("file_size", bytes.length);
            } else {
              directories.add(rest.substring(0, slash));
            }
          }
        });
    directories.forEach(name -> listed.addObject().put("path", name).put("is_dir", true));
    return answer;
  }

  private JsonNode multipart(String rest, ObjectNode in, URI self) {
    if (!multipart) {
      throw new Refusal(
          501,
          "NOT_IMPLEMENTED",
          "Multipart upload is not supported for the current artifact repository");
    }
    String step = rest.substring(0, rest.indexOf('/'));
    String file = rest.substring(step.length() + 1) + "/" + in.path("path").asText();
    ObjectNode answer = JSON.createObjectNode();
    switch (step) {
      case "create" -> {
        answer.put("upload_id", "u1");
        for (int i = 1; i <= in.path("num_parts").asInt(); i++) {
          answer
              .withArray("credentials")
              .addObject()
              .put("part_number", i)
              .put("url", self + "/part/" + i)
              .putObject("headers");
        }
      }
      case "complete" -> {
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        in.path("parts")
            .forEach(
                part -> whole.writeBytes(parts.get("/part/" + part.path("part_number").asInt())));
        files.put(file, whole.toByteArray());
      }
      default -> parts.clear();
    }
    return answer;
  }
}
