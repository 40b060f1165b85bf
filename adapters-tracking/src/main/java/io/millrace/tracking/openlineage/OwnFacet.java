package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunStatus;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What events say of a run that OpenLineage has no facet for. */
final class OwnFacet {
  static final String KEY = "millrace_run";
  static final String SCHEMA =
      "https://millrace.io/spec/openlineage/1-0-0/MillraceRunFacet.json#/$defs/MillraceRunFacet";

  private OwnFacet() {}

  /**
   * Writes it, or writes it anew.
   *
   * @param status how the run ended; null while it is under way
   */
  static void in(ObjectNode facets, String producer, ToldRun run, @Nullable RunStatus status) {
    RunKind kind = run.start().kind();
    ObjectNode facet =
        facets
            .putObject(KEY)
            .put("_producer", producer)
            .put("_schemaURL", SCHEMA)
            .put("run", run.start().run())
            .put("kind", kind.text())
            .put(subject(kind), run.start().pipeline())
            .put("resumed", run.resumed());
    Map<String, String> tags = run.tags();
    copy("user", tags, facet);
    copy("reproduces", tags, facet);
    if (status != null) {
      facet.put("status", status.text());
      metrics(run.metrics(), facet);
    }
  }

  private static String subject(RunKind kind) {
    return switch (kind) {
      case PIPELINE -> "pipeline";
      case COLLECT -> "table";
      default -> "model";
    };
  }

  private static void copy(String name, Map<String, String> tags, ObjectNode facet) {
    String value = tags.get(name);
    if (value != null) {
      facet.put(name, value);
    }
  }

  /** JSON has no word for what is no number. */
  private static void metrics(Map<String, Double> metrics, ObjectNode facet) {
    ObjectNode node = facet.putObject("metrics");
    new TreeMap<>(metrics)
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                node.put(name, value);
              }
            });
  }
}
