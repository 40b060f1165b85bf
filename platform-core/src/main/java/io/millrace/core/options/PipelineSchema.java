package io.millrace.core.options;

import io.millrace.api.StageKind;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.pipeline.SearchSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of pipeline files, for editors. */
public final class PipelineSchema {
  private static final Map<String, Object> TEXT = Json.map("type", "string");
  private static final Map<String, Object> NUMBER = orReference(Json.map("type", "number"));
  private static final Map<String, Object> WHOLE = Json.map("type", "integer");
  private static final Map<String, Object> FLAG = Json.map("type", "boolean");
  private static final Map<String, Object> TIME =
      Json.map("type", "string", "pattern", "^[0-9]{1,9}(ms|s|m|h|d|w)$");

  private PipelineSchema() {}

  /** The schema, as JSON values; every stage's options follow its {@code use:}. */
  public static Map<String, Object> of(StageCatalog catalog) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Millrace pipeline");
    schema.putAll(object(top(), List.of("pipeline", "stages")));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put(
        "reference",
        described(
            Json.map("type", "string", "pattern", "\\$\\{(param|env|secret):"),
            "a param, a variable or a secret"));
    definitions.put("id", Json.map("type", "string", "pattern", "^[a-z][a-z0-9_-]*$"));
    definitions.put("stage", stage(catalog));
    schema.put("$defs", definitions);
    return schema;
  }

  private static Map<String, Object> top() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("pipeline", described(TEXT, "the pipeline's name"));
    keys.put("seed", described(orReference(WHOLE), "what all randomness derives from"));
    keys.put("params", described(mapOf(param()), "values that a call may replace"));
    keys.put("stages", Json.map("type", "array", "minItems", 1, "items", ref("stage")));
    keys.put(
        "environments",
        described(
            mapOf(object(Json.map("overrides", Json.map("type", "object")), List.of())),
            "values that --env chooses, by path as in raw.with.path"));
    keys.put(
        "spark",
        described(
            mapOf(Json.map("type", List.of("string", "number", "boolean"))),
            "settings of the engine"));
    keys.put("tracking", described(TEXT, "where runs and models are recorded, a URI"));
    return keys;
  }

  private static Map<String, Object> param() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("type", Json.map("enum", List.of("string", "int", "long", "double", "boolean")));
    keys.put("default", Json.map("type", List.of("string", "number", "boolean")));
    keys.put("help", TEXT);
    return object(keys, List.of());
  }

  private static Map<String, Object> stage(StageCatalog catalog) {
    Map<String, Object> schema = object(stageKeys(catalog), List.of("id", "use"));
    List<Object> rules = new ArrayList<>();
    catalog.all().forEach(offered -> rules.add(rule(offered)));
    if (!rules.isEmpty()) {
      schema.put("allOf", rules);
    }
    return schema;
  }

  private static Map<String, Object> stageKeys(StageCatalog catalog) {
    Map<String, Object> inputs =
        Json.map(
            "anyOf",
            List.of(ref("id"), Json.map("type", "array", "items", ref("id")), mapOf(ref("id"))));
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("id", ref("id"));
    keys.put("use", described(use(catalog), "which stage this is"));
    keys.put("from", described(inputs, "the stages that it reads"));
    keys.put("with", described(Json.map("type", "object"), "its options"));
    keys.put("tune", tune());
    keys.put("gates", Json.map("type", "array", "items", TEXT));
    keys.put("on", Json.map("enum", List.of("train", "validation", "test")));
    keys.put("select", TEXT);
    keys.put("fitOn", Json.map("enum", List.of("train", "all")));
    keys.put("persist", described(TEXT, "a storage level, or none"));
    keys.put("checkpoint", FLAG);
    keys.put("partitions", orReference(Json.map("type", "integer", "minimum", 1)));
    keys.put("broadcast", FLAG);
    keys.put("retry", object(Json.map("times", WHOLE, "backoff", TIME), List.of("times")));
    keys.put("timeout", TIME);
    return keys;
  }

  private static Map<String, Object> use(StageCatalog catalog) {
    return catalog.all().isEmpty()
        ? TEXT
        : Json.map(
            "oneOf",
            catalog.all().stream()
                .map(o -> described(Json.map("const", o.name()), o.factory().help()))
                .toList());
  }

  private static Map<String, Object> tune() {
    Map<String, Object> folds =
        Json.map(
            "anyOf",
            List.of(
                orReference(Json.map("type", "integer", "minimum", 2)),
                object(Json.map("use", TEXT, "with", Json.map("type", "object")), List.of("use"))));
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("kind", Json.map("enum", SearchSettings.Kind.texts()));
    search.put("folds", folds);
    search.put("metric", described(TEXT, "STAGE.METRIC of an evaluator downstream"));
    Map<String, Object> count = orReference(Json.map("type", "integer", "minimum", 1));
    search.put("trials", described(count, "how many trials; of halving, how many it begins with"));
    search.put("minutes", described(count, "no trial begins after that"));
    search.put("patience", described(count, "ends after so many trials without a better one"));
    search.put("resource", described(TEXT, "halving: rows, or an option that is a count"));
    search.put("from", described(NUMBER, "halving: what the first trials get"));
    search.put("to", described(NUMBER, "halving: what the last ones get"));
    search.put("factor", described(count, "halving: how many times more the next ones get"));
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("values", Json.map("type", "array", "minItems", 1));
    range.put("min", NUMBER);
    range.put("max", NUMBER);
    range.put("scale", Json.map("enum", List.of("linear", "log")));
    range.put("when", described(Json.map("type", "object"), "values of options before it"));
    Map<String, Object> domain =
        Json.map(
            "anyOf", List.of(Json.map("type", "array", "minItems", 1), object(range, List.of())));
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("search", object(search, List.of("kind", "folds", "metric")));
    keys.put("space", mapOf(domain));
    Map<String, Object> candidate = new LinkedHashMap<>();
    candidate.put("use", described(TEXT, "another trainer that may take this one's place"));
    candidate.put("with", described(Json.map("type", "object"), "its options"));
    candidate.put("space", mapOf(domain));
    keys.put(
        "candidates",
        Json.map("type", "array", "minItems", 1, "items", object(candidate, List.of("use"))));
    Map<String, Object> tune = object(keys, List.of("search"));
    tune.put(
        "anyOf",
        List.of(
            Json.map("required", List.of("space")), Json.map("required", List.of("candidates"))));
    return tune;
  }

  private static Map<String, Object> rule(OfferedStage offered) {
    OptionsDescriptor descriptor = OptionsDescriptor.of(offered.factory().optionsType());
    List<String> required = new ArrayList<>();
    if (descriptor.options().stream().anyMatch(Option::required)) {
      required.add("with");
    }
    if (offered.factory().kind() != StageKind.INGESTOR) {
      required.add("from");
    }
    Map<String, Object> then = new LinkedHashMap<>();
    then.put("properties", Json.map("with", OptionSchema.of(descriptor)));
    then.put("required", required);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put(
        "if",
        Json.map(
            "properties", Json.map("use", Json.map("const", offered.name())),
            "required", List.of("use")));
    rule.put("then", then);
    return rule;
  }

  private static Map<String, Object> object(Map<String, Object> keys, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", Collections.unmodifiableMap(keys));
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static Map<String, Object> mapOf(Map<String, Object> value) {
    return Json.map("type", "object", "additionalProperties", value);
  }

  private static Map<String, Object> ref(String name) {
    return Json.map("$ref", "#/$defs/" + name);
  }

  private static Map<String, Object> orReference(Map<String, Object> schema) {
    return Json.map("anyOf", List.of(schema, OptionSchema.REFERENCE));
  }

  private static Map<String, Object> described(Map<String, Object> schema, String text) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", text);
    described.putAll(schema);
    return described;
  }
}
