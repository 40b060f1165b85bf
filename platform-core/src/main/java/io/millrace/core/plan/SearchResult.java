package io.millrace.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.Tuning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a search chose.
 *
 * @param options the chosen values by option, as {@code STAGE.option}
 * @param metric the mean of the metric over the folds
 * @param trials how many combinations were tried
 */
public record SearchResult(Map<String, Object> options, double metric, int trials) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPTIONS = "options";
  private static final String METRIC = "metric";
  private static final String TRIALS = "trials";

  public SearchResult {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** As it was kept. */
  public static SearchResult of(KeptOutput kept) {
    try {
      return new SearchResult(
          JSON.readValue(kept.facts().get(OPTIONS), new TypeReference<Map<String, Object>>() {}),
          Double.parseDouble(kept.facts().get(METRIC)),
          Integer.parseInt(kept.facts().get(TRIALS)));
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
          TRIALS, Integer.toString(trials));
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
