package io.millrace.core.file;

import io.millrace.core.options.JsonText;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what passed every check. */
final class PipelineAssembly {
  private PipelineAssembly() {}

  static <D> Pipeline<D> of(
      FileHead.Head head, Map<String, YamlNode> params, List<CheckedStage<D>> stages) {
    Map<String, String> values = new LinkedHashMap<>();
    params.forEach((name, node) -> values.put(name, ((YamlNode.Scalar) node).text()));
    return new Pipeline<>(
        head.name(),
        head.seed(),
        values,
        head.settings(),
        head.tracking(),
        stages.stream().map(CheckedStage::stage).toList(),
        JsonText.pretty(resolved(head, params, stages)));
  }

  private static <D> Map<String, @Nullable Object> resolved(
      FileHead.Head head, Map<String, YamlNode> params, List<CheckedStage<D>> stages) {
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("pipeline", head.name());
    file.put("seed", head.seed());
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    params.forEach((name, node) -> values.put(name, declared((YamlNode.Scalar) node)));
    file.put("params", values);
    if (!head.writtenSettings().isEmpty()) {
      file.put("spark", head.writtenSettings());
    }
    if (head.writtenTracking() != null) {
      file.put("tracking", head.writtenTracking());
    }
    file.put("stages", stages.stream().map(PipelineAssembly::resolved).toList());
    return file;
  }

  /** As a file would declare the value: what is written here can be read again. */
  private static Map<String, @Nullable Object> declared(YamlNode.Scalar value) {
    Object json = value.json();
    String type = json instanceof Boolean ? "boolean" : json instanceof Double ? "double" : "long";
    Map<String, @Nullable Object> declared = new LinkedHashMap<>();
    declared.put("type", value.quoted() ? "string" : type);
    declared.put("default", json);
    return declared;
  }

  private static <D> Map<String, @Nullable Object> resolved(CheckedStage<D> stage) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    stage.draft().node().entries().forEach((key, entry) -> map.put(key, entry.value().json()));
    map.put("with", stage.stage().options());
    return map;
  }
}
