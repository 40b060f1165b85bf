package io.millrace.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.wiring.PlatformSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a run was made with beside its file and its data: the hash of each stage's code, Java, the
 * system, the engine's settings, and, once it started, the engine's versions. It is recorded so
 * that whoever makes a model anew learns what is another.
 *
 * @param stages the code of each stage, by id
 * @param settings the engine's settings that the call gave, without secrets
 * @param system Java, the operating system, where the engine runs; by name
 * @param engine the engine's versions; empty, if none started or none was recorded
 */
record RecordedEnvironment(
    Map<String, Code> stages,
    Map<String, String> settings,
    Map<String, String> system,
    List<String> engine) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENVIRONMENT = "environment";
  private static final String ENGINE = "engine";
  private static final String DEFAULT_MASTER = "local[*]";

  /** Names of settings whose values are never kept; Spark hides the same. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|token|access[.]?key|credential");

  /**
   * A stage's code.
   *
   * @param use the factory's name
   * @param hash the hash of the jar or classes that it comes from
   */
  record Code(String use, String hash) {}

  /** As JSON, without what is known only later. */
  record Kept(Map<String, Code> stages, Map<String, String> settings, Map<String, String> system) {}

  /** What a run of that pipeline is made with now. */
  static RecordedEnvironment of(Pipeline<?> pipeline, PlatformSettings settings) {
    Map<String, Code> stages = new LinkedHashMap<>();
    for (PipelineStage<?> stage : pipeline.stages()) {
      stages.put(stage.id(), new Code(stage.use(), stage.codeHash()));
    }
    Map<String, String> conf = new TreeMap<>(settings.conf());
    conf.keySet().removeIf(name -> SECRET.matcher(name).find());
    Map<String, String> system = new TreeMap<>();
    system.put("java", System.getProperty("java.version", ""));
    system.put("java vendor", System.getProperty("java.vendor", ""));
    system.put(
        "system", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
    String master = settings.masterOrNull();
    system.put(
        "master", master == null ? conf.getOrDefault("spark.master", DEFAULT_MASTER) : master);
    return new RecordedEnvironment(stages, conf, system, List.of());
  }

  /** What a run was made with; empty, if it was recorded before that was kept. */
  static Optional<RecordedEnvironment> of(RunRecord run) {
    String kept = run.start().documents().get(ENVIRONMENT);
    if (kept == null) {
      return Optional.empty();
    }
    try {
      Kept read = JSON.readValue(kept, Kept.class);
      String engine = run.start().documents().getOrDefault(ENGINE, "");
      return Optional.of(
          new RecordedEnvironment(
              read.stages(), read.settings(), read.system(), engine.lines().toList()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The documents of a run's record that hold it. */
  Map<String, String> documents() {
    try {
      return Map.of(ENVIRONMENT, JSON.writeValueAsString(new Kept(stages, settings, system)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an environment holds texts", e);
    }
  }

  /** The name of the document that holds the engine's versions, a line each. */
  static String engineDocument() {
    return ENGINE;
  }

  /** The same with what the engine says of itself. */
  RecordedEnvironment withEngine(List<String> versions) {
    return new RecordedEnvironment(stages, settings, system, versions);
  }

  /** What is another now, of the stages that matter. */
  List<ReproductionReport.Difference> differences(RecordedEnvironment now, List<String> matter) {
    List<ReproductionReport.Difference> found = new java.util.ArrayList<>();
    for (String stage : matter) {
      Code then = stages.get(stage);
      Code present = now.stages().get(stage);
      if (then != null && present != null && !then.equals(present)) {
        found.add(
            ReproductionReport.Difference.of(
                ReproductionReport.Kind.CODE,
                "the code of stage '%s' (%s)".formatted(stage, then.use()),
                then.hash(),
                present.hash()));
      }
    }
    compare(ReproductionReport.Kind.SETTING, settings, now.settings(), found);
    compare(ReproductionReport.Kind.SYSTEM, system, now.system(), found);
    if (!engine.isEmpty() && !now.engine().isEmpty() && !engine.equals(now.engine())) {
      found.add(
          ReproductionReport.Difference.of(
              ReproductionReport.Kind.SYSTEM,
              "the engine",
              String.join(", ", engine),
              String.join(", ", now.engine())));
    }
    return found;
  }

  private static void compare(
      ReproductionReport.Kind kind,
      Map<String, String> then,
      Map<String, String> now,
      List<ReproductionReport.Difference> found) {
    TreeSet<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String before = then.getOrDefault(name, "");
      String present = now.getOrDefault(name, "");
      if (!before.equals(present)) {
        found.add(ReproductionReport.Difference.of(kind, name, before, present));
      }
    }
  }
}
