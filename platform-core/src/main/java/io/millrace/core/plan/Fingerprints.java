package io.millrace.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.api.ExportForm;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.Tuning;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Identity of what stages yield: equal fingerprints, equal content. A fingerprint covers everything
 * that the content depends on and nothing else: not the run, not gates, not how frames are kept.
 */
public final class Fingerprints {
  /** Changes when what is kept changes its meaning, so that nothing older is used again. */
  private static final int KEPT_FORMAT = 1;

  private static final ObjectMapper CANONICAL =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private Fingerprints() {}

  /**
   * Of a stage's output.
   *
   * @param seed the stage's own seed
   * @param dataVersion an ingestor's version of its data; empty for all other stages
   * @param inputs the inputs' fingerprints by input name; their order counts
   */
  public static <D> String ofStage(
      PipelineStage<D> stage, long seed, String dataVersion, Map<String, String> inputs) {
    Map<String, Object> parts = identity(stage);
    parts.put("seed", seed);
    parts.put("data", dataVersion);
    parts.put("inputs", pairs(inputs));
    stage.settings().on().ifPresent(part -> parts.put("on", part.text()));
    return hash(parts);
  }

  /**
   * Of what all trials of one algorithm have in common, however they are chosen.
   *
   * @param evaluator the stage that judges
   * @param source the fingerprint of the frames that folds are made of
   * @param way the stages that are run for each fold, the trainer last
   */
  public static <D> String ofTrials(
      Tuning<D> tuning,
      PipelineStage<D> evaluator,
      String source,
      List<PipelineStage<D>> way,
      long seed) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("evaluator", identity(evaluator));
    parts.put("folds", identity(tuning.folds()));
    parts.put("way", way.stream().map(Fingerprints::identity).toList());
    parts.put("source", source);
    parts.put("seed", seed);
    return hash(parts);
  }

  /**
   * Of a search's result.
   *
   * @param trials the identity of what its trials have in common, of each algorithm in turn
   */
  public static <D> String ofSearch(Tuning<D> tuning, List<String> trials) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("search", tuning.search().json());
    parts.put("metric", tuning.metric());
    parts.put("space", tuning.space().stream().map(Axis::json).toList());
    parts.put("trials", trials);
    return hash(parts);
  }

  /** Of a package's figures on the parts of a source. */
  public static <D> String ofPackageFigures(
      PipelineStage<D> evaluator, String packageHash, String source) {
    Map<String, Object> parts = identity(evaluator);
    parts.put("package", packageHash);
    parts.put("on", evaluator.settings().on().map(part -> part.text()).orElse(""));
    parts.put("source", source);
    return hash(parts);
  }

  /**
   * Of a form of a package's steps.
   *
   * @param steps the fingerprints of the steps, the trainer's last
   */
  public static String ofForm(ExportForm form, List<String> steps) {
    return hash(Map.of("form", form.text(), "steps", steps));
  }

  /** Of the first rows of a stage's frame. */
  public static String ofReference(String start) {
    return hash(Map.of("rows-of", start));
  }

  /**
   * Of what columns held.
   *
   * @param of identifies the rows, or what predicts them
   * @param part which of them
   */
  public static String ofProfile(String of, String part) {
    return hash(Map.of("profile-of", of, "part", part));
  }

  /**
   * Of what a package predicts for those rows.
   *
   * @param steps the fingerprints of its steps, the trainer's last
   */
  public static String ofGolden(String reference, List<String> steps) {
    return hash(Map.of("golden", reference, "steps", steps));
  }

  /** Of anything that is described by JSON values. */
  public static String hash(Map<String, Object> parts) {
    Map<String, Object> versioned = new LinkedHashMap<>(parts);
    versioned.put("kept-format", KEPT_FORMAT);
    try {
      return sha256(CANONICAL.writeValueAsString(versioned));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options are JSON values", e);
    }
  }

  /** The seed of a stage, derived from the pipeline's. */
  public static long seed(long pipelineSeed, String stage) {
    return Long.parseUnsignedLong(sha256(pipelineSeed + "/" + stage).substring(0, 16), 16);
  }

  private static <D> Map<String, Object> identity(PipelineStage<D> stage) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("use", stage.use());
    parts.put("code", stage.codeHash());
    parts.put("options", stage.options());
    parts.put("partitions", stage.settings().partitions());
    return parts;
  }

  private static List<List<String>> pairs(Map<String, String> inputs) {
    return inputs.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
