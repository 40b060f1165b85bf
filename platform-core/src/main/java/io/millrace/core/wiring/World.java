package io.millrace.core.wiring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Engine;
import io.millrace.api.EngineProvider;
import io.millrace.api.EngineSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureStoreProvider;
import io.millrace.api.stream.StreamOutputWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The engine, the feature store and the writers that work on one type of dataset.
 *
 * @param engines starts the engine
 * @param stores opens the feature store
 * @param outputs write rows for users
 */
public record World<D>(
    EngineProvider<D> engines, FeatureStoreProvider<D> stores, List<OutputWriter<D>> outputs) {
  public World {
    outputs = List.copyOf(outputs);
    requireNonNull(engines, "engines is null");
    requireNonNull(stores, "stores is null");
    if (!engines.datasetType().matches(stores.datasetType())) {
      throw new IllegalArgumentException(
          "the engine works on %s datasets, the feature store on %s"
              .formatted(engines.datasetType().name(), stores.datasetType().name()));
    }
  }

  /** A world that writes nothing for users. */
  public World(EngineProvider<D> engines, FeatureStoreProvider<D> stores) {
    this(engines, stores, List.of());
  }

  /**
   * What writes to such places.
   *
   * @throws MillraceException INVALID_CALL, if nothing does
   */
  public OutputWriter<D> writer(Output output) {
    return outputs.stream()
        .filter(writer -> writer.kinds().contains(output.kind()))
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.INVALID_CALL,
                    "nothing here writes %s datasets to %s (%s); put the jar that does into the plugins directory, for kafka: millrace-kafka.jar"
                        .formatted(datasetType().name(), output.shown(), output.kind())));
  }

  /**
   * What writes streams to such places.
   *
   * @throws MillraceException INVALID_CALL, if nothing does
   */
  public StreamOutputWriter<D> streamWriter(Output output) {
    if (writer(output) instanceof StreamOutputWriter<D> able) {
      return able;
    }
    throw new MillraceException(
        StandardError.INVALID_CALL,
        "%s takes no streams, as %s files are written as a whole; a Delta table does, as a name without an ending"
            .formatted(output.shown(), output.kind()));
  }

  /** The datasets of this world. */
  public DatasetType<D> datasetType() {
    return engines.datasetType();
  }

  /** The feature store at that place. */
  public FeatureStore<D> features(URI root) {
    return stores.open(root);
  }

  /**
   * What collects request logs on this engine, as the class path holds it.
   *
   * @throws MillraceException INTERNAL, if nothing does
   */
  @SuppressWarnings("unchecked") // The dataset types are compared.
  public RequestLogCollector<D> requestLogCollector(ClassLoader loader) {
    for (RequestLogCollector<?> each : ServiceLoader.load(RequestLogCollector.class, loader)) {
      if (datasetType().matches(each.datasetType())) {
        return (RequestLogCollector<D>) each;
      }
    }
    throw new MillraceException(
        StandardError.INTERNAL,
        "the class path holds nothing that collects request logs into %s datasets"
            .formatted(datasetType().name()));
  }

  /** Starts the engine. */
  public Engine<D> start(EngineSettings settings) {
    return engines.open(settings);
  }

  /**
   * The world that the class path holds.
   *
   * @param plugins sees the class path and all plugins, which may bring writers
   * @throws MillraceException INTERNAL, if it holds none, or several engines
   */
  public static World<?> onClassPath(ClassLoader loader, ClassLoader plugins) {
    List<EngineProvider<?>> engines = new ArrayList<>();
    ServiceLoader.load(EngineProvider.class, loader).forEach(engines::add);
    if (engines.size() != 1) {
      throw new MillraceException(
          StandardError.INTERNAL,
          "the class path must hold one engine, and holds %d: %s"
              .formatted(
                  engines.size(), engines.stream().map(e -> e.getClass().getName()).toList()));
    }
    return withStore(engines.get(0), loader, plugins);
  }

  @SuppressWarnings("unchecked") // The dataset types were compared.
  private static <D> World<D> withStore(
      EngineProvider<D> engine, ClassLoader loader, ClassLoader plugins) {
    for (FeatureStoreProvider<?> store : ServiceLoader.load(FeatureStoreProvider.class, loader)) {
      if (engine.datasetType().matches(store.datasetType())) {
        return new World<>(engine, (FeatureStoreProvider<D>) store, outputs(engine, plugins));
      }
    }
    throw new MillraceException(
        StandardError.INTERNAL,
        "the class path holds no feature store for %s datasets"
            .formatted(engine.datasetType().name()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The dataset types are compared.
  private static <D> List<OutputWriter<D>> outputs(EngineProvider<D> engine, ClassLoader loader) {
    List<OutputWriter<D>> outputs = new ArrayList<>();
    Iterator<OutputWriter> found = ServiceLoader.load(OutputWriter.class, loader).iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return outputs;
        }
        OutputWriter<?> writer = found.next();
        if (engine.datasetType().matches(writer.datasetType())) {
          outputs.add((OutputWriter<D>) writer);
        }
      } catch (ServiceConfigurationError | LinkageError e) { // Only those who want it miss it.
        System.getLogger(World.class.getName())
            .log(System.Logger.Level.WARNING, "a plugin's writer can't be loaded: " + e);
      }
    }
  }
}
