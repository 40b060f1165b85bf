package io.millrace.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a search chose.
 *
 * @param options the chosen values by option, as {@code STAGE.option}
 * @param metric the mean of the metric over the folds
 * @param trials what was tried, in order
 */
public record SearchResult(Map<String, Object> options, double metric, List<Tried> trials) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPTIONS = "options";
  private static final String METRIC = "metric";
  private static final String TRIALS = "trials";

  public SearchResult {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    trials = List.copyOf(trials);
  }

  /**
   * A trial.
   *
   * @param options the values that it tried, as {@link SearchResult#options}
   * @param rows the share of the training rows that it learnt from
   * @param metrics all metrics of the evaluator that chose, as means over the folds
   */
  public record Tried(Map<String, Object> options, double rows, Map<String, Double> metrics) {}

  /**
   * The trials as they are remembered with a run.
   *
   * @param trainer whose options were searched
   */
  public List<TrialRecord> records(String trainer) {
    List<TrialRecord> records = new ArrayList<>();
    for (Tried trial : trials) {
      Map<String, String> texts = new LinkedHashMap<>();
      trial.options().forEach((option, value) -> texts.put(option, String.valueOf(value)));
      records.add(
          new TrialRecord(trainer, records.size() + 1, texts, trial.rows(), trial.metrics()));
    }
    return records;
  }

  /** As it was kept. */
  public static SearchResult of(KeptOutput kept) {
    try {
      return new SearchResult(
          JSON.readValue(kept.facts().get(OPTIONS), new TypeReference<Map<String, Object>>() {}),
          Double.parseDouble(kept.facts().get(METRIC)),
          JSON.readValue(kept.facts().get(TRIALS), new TypeReference<List<Tried>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal holds no search result for " + kept.stage(), e);
    }
  }

  /** As it is kept. */
  public Map<String, String> facts() {
    try {
      return Map.of(
          OPTIONS, JSON.writeValueAsString(options),
          METRIC, Double.toString(metric),
          TRIALS, JSON.writeValueAsString(trials));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options are JSON values", e);
    }
  }

  /** The chosen values of one stage's options. */
  public Map<String, Object> options(String stage) {
    Map<String, Object> own = new LinkedHashMap<>();
    options.forEach(
        (option, value) -> {
          if (option.startsWith(stage + ".")) {
            own.put(option.substring(stage.length() + 1), value);
          }
        });
    return own;
  }

  /** One combination, as {@link #options} holds it. */
  public static Map<String, Object> byText(Map<Tuning.Option, Object> combination) {
    Map<String, Object> byText = new LinkedHashMap<>();
    combination.forEach((option, value) -> byText.put(option.text(), value));
    return byText;
  }
}
