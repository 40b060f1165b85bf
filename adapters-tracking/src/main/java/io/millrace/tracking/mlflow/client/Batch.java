package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics, params and tags of one run, cut into requests within the server's limits: 1,000 metrics,
 * 100 params, 100 tags, 1,000 of all, 1,000,000 bytes.
 */
public final class Batch {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_TEXTS = 100;
  private static final int MOST = 1000;
  private static final int MOST_BYTES = 900_000;

  private final List<Metric> metrics = new ArrayList<>();
  private final Map<String, String> params = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();

  /** Nothing yet. */
  public Batch() {}

  /** Adds a value. */
  public Batch metric(Metric metric) {
    metrics.add(metric);
    return this;
  }

  /** Adds a param. */
  public Batch param(String key, String value) {
    params.put(key, value);
    return this;
  }

  /** Adds a tag; the last value of a key counts. */
  public Batch tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  /** Whether there is nothing to send. */
  public boolean isEmpty() {
    return metrics.isEmpty() && params.isEmpty() && tags.isEmpty();
  }

  /** The bodies of the requests, tags first: they tell how to read what follows. */
  List<ObjectNode> requests(String run) {
    Cut cut = new Cut(run);
    tags.forEach((key, value) -> cut.add("tags", text(key, value), MOST_TEXTS));
    params.forEach((key, value) -> cut.add("params", text(key, value), MOST_TEXTS));
    metrics.forEach(metric -> cut.add("metrics", json(metric), MOST_METRICS));
    return cut.requests;
  }

  static ObjectNode text(String key, String value) {
    return JsonNodeFactory.instance.objectNode().put("key", key).put("value", value);
  }

  private static ObjectNode json(Metric metric) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("key", metric.key());
    double value = metric.value();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.put("value", String.valueOf(value));
    } else {
      node.put("value", value);
    }
    return node.put("timestamp", metric.timestamp()).put("step", metric.step());
  }

  /** Fills one request after the other. */
  private static final class Cut {
    private final String run;
    private final List<ObjectNode> requests = new ArrayList<>();
    private int count;
    private int bytes;

    Cut(String run) {
      this.run = run;
    }

    void add(String kind, ObjectNode entry, int most) {
      int size = entry.toString().getBytes(UTF_8).length + 1;
      boolean full =
          requests.isEmpty()
              || count >= MOST
              || bytes + size > MOST_BYTES
              || last().withArray(kind).size() >= most;
      if (full) {
        requests.add(JsonNodeFactory.instance.objectNode().put("run_id", run));
        count = 0;
        bytes = 0;
      }
      ArrayNode array = last().withArray(kind);
      array.add(entry);
      count++;
      bytes += size;
    }

    private ObjectNode last() {
      return requests.get(requests.size() - 1);
    }
  }
}
