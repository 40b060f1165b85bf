package io.millrace.serving.metrics;

import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ServedModel;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The meters of one server. Labels are models, versions, routes, statuses, phases and columns of
 * signatures: few each, and none that a sender chooses.
 */
public final class ServingMetrics {
  /** The type of what {@link #text} gives. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** In seconds, from what one row takes to what the time limit allows. */
  private static final double[] BOUNDS = {
    0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
    0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private static final int KEPT = 64;

  private static final List<String> KSERVE =
      List.of(
          "request_preprocess_seconds",
          "request_predict_seconds",
          "request_postprocess_seconds",
          "request_explain_seconds");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests;
  private final Counter otherRequests;
  private final Histogram duration;
  private final Counter rows;
  private final Counter droppedRows;
  private final Counter missingFeatures;
  private final Counter predictedClasses;
  private final Gauge loadSeconds;
  private final Map<String, Histogram> kserve = new ConcurrentHashMap<>();
  private final Map<ServedModel, ModelMeters> meters = new ConcurrentHashMap<>();
  private final Map<List<String>, PredictionMeter> predictions = new ConcurrentHashMap<>();

  /** Meters that have counted nothing yet. */
  public ServingMetrics() {
    requests =
        counter(
            "millrace_inference_requests_total", "Requests", "model", "version", "route", "code");
    otherRequests =
        counter("millrace_http_requests_total", "Requests that no version of a model saw", "code");
    duration =
        histogram(
            "millrace_inference_duration_seconds",
            "Time to parse, transform, predict and encode an answer",
            "model",
            "version",
            "phase");
    rows = counter("millrace_inference_rows_total", "Rows answered", "model", "version");
    droppedRows =
        counter(
            "millrace_inference_rows_dropped_total",
            "Rows that a stage left out",
            "model",
            "version");
    predictedClasses =
        counter(
            "millrace_predicted_class_total",
            "Rows by the class that was predicted for them",
            "model",
            "version",
            "class");
    registry.register(this::predictionValues);
    loadSeconds =
        Gauge.builder()
            .name("millrace_model_load_seconds")
            .help("Time to verify and load the package")
            .labelNames("model", "version")
            .register(registry);
    for (String name : KSERVE) {
      kserve.put(name, histogram(name, "As KServe's servers name it", "model_name"));
    }
    missingFeatures =
        counter(
            "millrace_feature_missing_total",
            "Nulls in a column of the signature",
            "model",
            "version",
            "feature");
  }

  /** Where others register meters of their own. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** The meters of a version. */
  public ModelMeters of(ServedModel model) {
    ModelMeters there = meters.get(model);
    if (there != null) {
      return there;
    }
    if (meters.size() >= KEPT) {
      // Counts lie in the registry, by name: what goes is the way to versions long swapped away.
      meters.clear();
    }
    return meters.computeIfAbsent(model, missing -> new ModelMeters(this, missing));
  }

  /** A version that comes back counts on where it stopped. */
  PredictionMeter predictions(ServedModel model) {
    return predictions.computeIfAbsent(
        List.of(model.name(), model.version()), missing -> new PredictionMeter(this, model));
  }

  private HistogramSnapshot predictionValues() {
    HistogramSnapshot.Builder all =
        HistogramSnapshot.builder()
            .name("millrace_prediction_value")
            .help(
                "One number a row: the last class's probability, else the first number predicted");
    predictions.values().forEach(each -> all.dataPoint(each.snapshot()));
    return all.build();
  }

  /** Ends the hold on a version that is let go; its counts stay. */
  public void forget(ServedModel model) {
    meters.remove(model);
  }

  /** Counts a request that no version of a model saw. */
  public void finished(int status) {
    otherRequests.labelValues(Integer.toString(status)).inc();
  }

  /** Notes how long loading took. */
  public void loaded(ServedModel model, double seconds) {
    loadSeconds.labelValues(model.name(), model.version()).set(seconds);
    // Made now, not by the first request.
    of(model);
  }

  /** Shows the number of requests that are worked on. */
  public void showInFlight(LongSupplier inFlight) {
    GaugeWithCallback.builder()
        .name("millrace_inference_in_flight")
        .help("Requests that are worked on")
        .callback(callback -> callback.call(inFlight.getAsLong()))
        .register(registry);
  }

  /** Shows the number of lines that the access log had no room for. */
  public void showAccessLogDropped(LongSupplier dropped) {
    CounterWithCallback.builder()
        .name("millrace_access_log_dropped_total")
        .help("Lines that the access log had no room for")
        .callback(callback -> callback.call(dropped.getAsLong()))
        .register(registry);
  }

  /** Shows which versions answer. */
  public void showModels(Supplier<List<ModelStatus>> models) {
    registry.register(
        () -> {
          InfoSnapshot.Builder info =
              InfoSnapshot.builder().name("millrace_model").help("The versions that answer");
          models.get().stream()
              .filter(ModelStatus::ready)
              .forEach(model -> labels(model).forEach(info::dataPoint));
          return info.build();
        });
  }

  private static Stream<InfoDataPointSnapshot> labels(ModelStatus model) {
    List<String> aliases = model.aliases().isEmpty() ? List.of("") : model.aliases();
    return aliases.stream()
        .map(
            alias ->
                InfoDataPointSnapshot.builder()
                    .labels(
                        Labels.of(
                            "model", model.name(), "version", model.version(), "alias", alias))
                    .build());
  }

  /** All meters in Prometheus' text format. */
  public byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try {
      PrometheusTextFormatWriter.create()
          .write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("an array is never full", e);
    }
    return out.toByteArray();
  }

  DistributionDataPoint phase(ServedModel model, String phase) {
    return duration.labelValues(model.name(), model.version(), phase);
  }

  DistributionDataPoint kserve(String name, ServedModel model) {
    Histogram histogram = kserve.get(name);
    if (histogram == null) {
      throw new IllegalArgumentException(name + " is none of KServe's");
    }
    return histogram.labelValues(model.name());
  }

  CounterDataPoint requests(ServedModel model, String route, int status) {
    return requests.labelValues(model.name(), model.version(), route, Integer.toString(status));
  }

  CounterDataPoint predicted(ServedModel model, String name) {
    return predictedClasses.labelValues(model.name(), model.version(), name);
  }

  CounterDataPoint missing(ServedModel model, String feature) {
    return missingFeatures.labelValues(model.name(), model.version(), feature);
  }

  CounterDataPoint rows(ServedModel model) {
    return rows.labelValues(model.name(), model.version());
  }

  CounterDataPoint droppedRows(ServedModel model) {
    return droppedRows.labelValues(model.name(), model.version());
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(BOUNDS)
        .withoutExemplars()
        .register(registry);
  }
}
