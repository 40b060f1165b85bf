package io.millrace.console.web.model;

import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Models for programs. */
final class ModelJson {
  private ModelJson() {}

  static Map<String, @Nullable Object> of(
      String model,
      List<ModelVersion> versions,
      Map<String, Integer> aliases,
      List<AliasMove> moves) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", model);
    json.put("aliases", new TreeMap<>(aliases));
    json.put("versions", versions.stream().map(ModelJson::version).toList());
    json.put("moves", moves.stream().map(ModelJson::move).toList());
    return json;
  }

  private static Map<String, @Nullable Object> version(ModelVersion version) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", version.version());
    json.put("registered", version.time().toString());
    json.put("run", version.run());
    json.put("packageHash", version.packageHash());
    json.put("metrics", new TreeMap<>(version.metrics()));
    json.put("tags", new TreeMap<>(version.tags()));
    return json;
  }

  private static Map<String, @Nullable Object> move(AliasMove move) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("time", move.time().toString());
    json.put("alias", move.alias());
    json.put("from", move.from() == 0 ? null : move.from());
    json.put("to", move.to() == 0 ? null : move.to());
    json.put("who", move.who());
    json.put("why", move.why());
    return json;
  }
}
