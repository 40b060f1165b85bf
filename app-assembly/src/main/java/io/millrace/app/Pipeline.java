package io.millrace.app;

import static java.util.Objects.requireNonNull;

import io.millrace.core.file.FileRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline written in Java: each method says what the key of that name says in a pipeline file,
 * and the same checks are made of it when it is validated, planned or run. Immutable: every method
 * gives another pipeline.
 *
 * <p>{@link #stage} adds a stage; the methods from {@link #from} on speak of the stage that was
 * added last.
 *
 * <pre>{@code
 * Pipeline churn =
 *     Pipeline.named("churn")
 *         .seed(42)
 *         .stage("raw", "ingest/generate").with("dataset", "churn")
 *         .stage("parts", "split/random").from("raw").with("train", 0.8).with("test", 0.2)
 *         .stage("vector", "transform/assemble").from("parts").with("columns", List.of("tenure"))
 *         .stage("model", "train/logistic-regression").from("vector").with("label", "Churn")
 *         .stage("quality", "evaluate/binary").from("model").gates("auc >= 0.6")
 *         .stage("publish", "deploy/registry").from("quality").with("model", "churn");
 * }</pre>
 *
 * <p>Values of options are texts, numbers, booleans, lists and maps of these, and paths.
 */
public final class Pipeline {
  private static final String STAGES = "stages";

  private final Map<String, Object> tree;

  private Pipeline(Map<String, Object> tree) {
    this.tree = tree;
  }

  /** A pipeline of that name, without stages. */
  public static Pipeline named(String name) {
    return new Pipeline(Map.of("pipeline", requireNonNull(name, "name is null")));
  }

  /** What all randomness of the pipeline derives from. */
  public Pipeline seed(long seed) {
    return put("seed", seed);
  }

  /** Declares a param without a default, for {@code ${param:NAME}}. */
  public Pipeline param(String name, String type) {
    return entry("params", name, Map.of("type", type));
  }

  /**
   * Declares a param.
   *
   * @param type {@code string}, {@code int}, {@code long}, {@code double} or {@code boolean}
   */
  public Pipeline param(String name, String type, Object defaultValue) {
    return entry("params", name, Map.of("type", type, "default", defaultValue));
  }

  /** A setting of Spark. */
  public Pipeline spark(String setting, Object value) {
    return entry("spark", setting, value);
  }

  /** The address of the tracking server. */
  public Pipeline tracking(String uri) {
    return put("tracking", uri);
  }

  /**
   * What is different in an environment.
   *
   * @param overrides values by path as {@code raw.with.path}
   */
  public Pipeline environment(String name, Map<String, ?> overrides) {
    return entry("environments", name, Map.of("overrides", overrides));
  }

  /**
   * Adds a stage.
   *
   * @param use the stage's name, as {@code transform/impute}
   */
  public Pipeline stage(String id, String use) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("id", requireNonNull(id, "id is null"));
    stage.put("use", requireNonNull(use, "use is null"));
    List<Object> stages = new ArrayList<>(stages());
    stages.add(stage);
    return put(STAGES, stages);
  }

  /** The stages that this stage reads. */
  public Pipeline from(String... ids) {
    return set("from", ids.length == 1 ? ids[0] : List.of(ids));
  }

  /** The stages that this stage reads, by input name. */
  public Pipeline from(Map<String, String> inputs) {
    return set("from", inputs);
  }

  /** An option of this stage. */
  public Pipeline with(String option, Object value) {
    return with(Map.of(option, value));
  }

  /** Options of this stage. */
  public Pipeline with(Map<String, ?> options) {
    Map<String, Object> all = new LinkedHashMap<>(map(last("with").get("with")));
    all.putAll(options);
    return set("with", all);
  }

  /** Conditions that this evaluator's figures must meet, as {@code auc >= 0.8}. */
  public Pipeline gates(String... gates) {
    return set("gates", List.of(gates));
  }

  /** The part that this evaluator judges: {@code train}, {@code validation} or {@code test}. */
  public Pipeline on(String part) {
    return set("on", part);
  }

  /** The metric by which this evaluator chooses among models. */
  public Pipeline select(String metric) {
    return set("select", metric);
  }

  /**
   * Searches this trainer's best options on folds of the training rows, trying all combinations.
   *
   * @param folds how many folds
   * @param metric as {@code quality.auc}
   * @param space values by option of the trainer, or by {@code STAGE.option}
   */
  public Pipeline grid(int folds, String metric, Map<String, ? extends List<?>> space) {
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("kind", "grid");
    search.put("folds", folds);
    search.put("metric", metric);
    return tune(search, space);
  }

  /**
   * Searches this trainer's best options.
   *
   * @param search as below {@code tune.search} in a file
   * @param space values by option of the trainer, or by {@code STAGE.option}
   */
  public Pipeline tune(Map<String, ?> search, Map<String, ? extends List<?>> space) {
    Map<String, Object> tune = new LinkedHashMap<>();
    tune.put("search", search);
    tune.put("space", space);
    return set("tune", tune);
  }

  /**
   * Another algorithm that the search of this trainer may choose; after {@link #tune} or {@link
   * #grid}.
   *
   * @param use a trainer's name
   * @param with its options, the label among them
   * @param space values by option of that trainer
   */
  public Pipeline candidate(String use, Map<String, ?> with, Map<String, ? extends List<?>> space) {
    Map<String, Object> candidate = new LinkedHashMap<>();
    candidate.put("use", use);
    candidate.put("with", with);
    if (!space.isEmpty()) {
      candidate.put("space", space);
    }
    Map<String, Object> tune = new LinkedHashMap<>(map(last("candidates").get("tune")));
    List<Object> candidates = new ArrayList<>();
    if (tune.get("candidates") instanceof List<?> earlier) {
      candidates.addAll(earlier);
    }
    candidates.add(candidate);
    tune.put("candidates", candidates);
    return set("tune", tune);
  }

  /** Lets this transformer learn from all rows, before a split. */
  public Pipeline fitOnAll() {
    return set("fitOn", "all");
  }

  /** How this stage's frame is kept in memory, as {@code MEMORY_AND_DISK}, or {@code none}. */
  public Pipeline persist(String level) {
    return set("persist", level);
  }

  /** Keeps this stage's frame on disk, for later runs too. */
  public Pipeline checkpoint() {
    return set("checkpoint", true);
  }

  /** Into how many pieces this stage's frame is cut. */
  public Pipeline partitions(int count) {
    return set("partitions", count);
  }

  /** Sends this stage's frame to every worker where it is joined. */
  public Pipeline broadcast() {
    return set("broadcast", true);
  }

  /** How often this stage is tried again, and how long to wait before the first time. */
  public Pipeline retry(int times, Duration backoff) {
    Map<String, Object> retry = new LinkedHashMap<>();
    retry.put("times", times);
    retry.put("backoff", backoff.toMillis() + "ms");
    return set("retry", retry);
  }

  /** How long this stage may take. */
  public Pipeline timeout(Duration timeout) {
    return set("timeout", timeout.toMillis() + "ms");
  }

  /** The pipeline as a file would have it: for params, environments and overrides of a call. */
  public FileRequest request() {
    return FileRequest.of(tree, String.valueOf(tree.get("pipeline")));
  }

  private Pipeline put(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(tree);
    changed.put(key, plain(requireNonNull(value, key + " is null")));
    return new Pipeline(Collections.unmodifiableMap(changed));
  }

  private Pipeline entry(String key, String name, Object value) {
    Map<String, Object> entries = new LinkedHashMap<>(map(tree.get(key)));
    entries.put(requireNonNull(name, "name is null"), value);
    return put(key, entries);
  }

  /** The last stage with one of its keys set. */
  private Pipeline set(String key, Object value) {
    Map<String, Object> stage = new LinkedHashMap<>(last(key));
    stage.put(key, value);
    List<Object> stages = new ArrayList<>(stages());
    stages.set(stages.size() - 1, stage);
    return put(STAGES, stages);
  }

  private Map<String, Object> last(String key) {
    List<?> stages = stages();
    if (stages.isEmpty()) {
      throw new IllegalStateException(
          "'%s' speaks of a stage: call stage(id, use) before it".formatted(key));
    }
    return map(stages.get(stages.size() - 1));
  }

  private List<?> stages() {
    return tree.get(STAGES) instanceof List<?> stages ? stages : List.of();
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
    }
    return entries;
  }

  /** The value as a file could hold it: what is recorded of a run must be what was run. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), plain(entry)));
      return Collections.unmodifiableMap(entries);
    }
    if (value instanceof Iterable<?> items && !(value instanceof Path)) {
      List<Object> list = new ArrayList<>();
      items.forEach(item -> list.add(plain(item)));
      return Collections.unmodifiableList(list);
    }
    if (value instanceof Path path) {
      return path.toString();
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    throw new IllegalArgumentException(
        "a pipeline holds texts, numbers, booleans, lists, maps and paths, no "
            + value.getClass().getName());
  }
}
