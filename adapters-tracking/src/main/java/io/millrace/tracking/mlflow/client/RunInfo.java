package io.millrace.tracking.mlflow.client;

import java.util.List;
import java.util.Map;

/**
 * A run as the server tells it.
 *
 * @param id of 32 hexadecimal digits
 * @param experiment the number of its experiment
 * @param status {@code RUNNING, SCHEDULED, FINISHED, FAILED, KILLED}
 * @param startTime milliseconds since 1970
 * @param artifactUri where its files lie
 * @param metrics the last value of each
 * @param params by name
 * @param tags by name
 * @param datasets what went into it
 */
public record RunInfo(
    String id,
    String experiment,
    String status,
    long startTime,
    String artifactUri,
    List<Metric> metrics,
    Map<String, String> params,
    Map<String, String> tags,
    List<Dataset> datasets) {
  public RunInfo {
    metrics = List.copyOf(metrics);
    params = Map.copyOf(params);
    tags = Map.copyOf(tags);
    datasets = List.copyOf(datasets);
  }
}
