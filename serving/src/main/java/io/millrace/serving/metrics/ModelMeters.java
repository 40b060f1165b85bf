package io.millrace.serving.metrics;

import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one version, looked up once: a request finds no label by its text. */
public final class ModelMeters {
  private static final double NANOS = 1e-9;

  private final ServingMetrics metrics;
  private final ServedModel model;
  private final DistributionDataPoint parse;
  private final DistributionDataPoint transform;
  private final DistributionDataPoint predict;
  private final DistributionDataPoint encode;
  private final DistributionDataPoint preprocess;
  private final DistributionDataPoint kservePredict;
  private final DistributionDataPoint postprocess;
  private final CounterDataPoint rows;
  private final CounterDataPoint dropped;
  private final CounterDataPoint[] missing;
  private final PredictionMeter predictions;
  private final Map<String, CounterDataPoint> requests = new ConcurrentHashMap<>();

  ModelMeters(ServingMetrics metrics, ServedModel model) {
    this.metrics = metrics;
    this.model = model;
    parse = metrics.phase(model, "parse");
    transform = metrics.phase(model, "transform");
    predict = metrics.phase(model, "predict");
    encode = metrics.phase(model, "encode");
    preprocess = metrics.kserve("request_preprocess_seconds", model);
    kservePredict = metrics.kserve("request_predict_seconds", model);
    postprocess = metrics.kserve("request_postprocess_seconds", model);
    // Nothing explains yet; dashboards made for KServe find the name.
    metrics.kserve("request_explain_seconds", model);
    rows = metrics.rows(model);
    dropped = metrics.droppedRows(model);
    missing =
        model.inputs().stream()
            .map(column -> metrics.missing(model, column.name()))
            .toArray(CounterDataPoint[]::new);
    predictions = metrics.predictions(model);
  }

  /** Counts an answer, and the time that each of its phases took in nanoseconds. */
  public void answered(
      InputRows inputs, ScoredRows scored, long parsing, long scoring, long encoding) {
    parse.observe(parsing * NANOS);
    double transforming = scoring * scored.transformShare();
    transform.observe(transforming * NANOS);
    predict.observe((scoring - transforming) * NANOS);
    encode.observe(encoding * NANOS);
    preprocess.observe(parsing * NANOS);
    kservePredict.observe(scoring * NANOS);
    postprocess.observe(encoding * NANOS);
    rows.inc(inputs.rows());
    if (!scored.dropped().isEmpty()) {
      dropped.inc(scored.dropped().size());
    }
    predictions.predicted(scored);
    for (int row = 0; row < inputs.rows(); row++) {
      for (int i = 0; i < missing.length; i++) {
        if (inputs.isNull(row, i)) {
          missing[i].inc();
        }
      }
    }
  }

  /** Counts a request that is over. */
  public void finished(String route, int status) {
    // Nearly always the one pair: one look-up by a key that is not made anew.
    String key = status == 200 ? route : route + ' ' + status;
    CounterDataPoint counter = requests.get(key);
    if (counter == null) {
      counter = requests.computeIfAbsent(key, missing -> metrics.requests(model, route, status));
    }
    counter.inc();
  }
}
