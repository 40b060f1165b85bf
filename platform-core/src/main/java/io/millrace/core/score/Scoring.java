package io.millrace.core.score;

import io.millrace.api.Engine;
import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.wiring.EngineStart;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import io.millrace.model.ModelPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Scores a batch of rows with a registered model. */
public final class Scoring<D> {
  private static final String STAGE = "score";

  private final ScoreCall call;
  private final CatalogStages<D> stages;
  private final ModelRegistry models;
  private final PlanContext<D> plan;
  private final Supplier<StageContext<D>> context;
  private final Supplier<Engine<D>> starter;

  /** With what scoring needs of the platform. */
  public Scoring(
      ScoreCall call,
      StageCatalog catalog,
      ModelRegistry models,
      World<D> world,
      PlatformSettings settings,
      DiscoveredStages discovered,
      PlanContext<D> plan) {
    this.call = call;
    this.stages = CatalogStages.of(catalog, world.datasetType());
    this.models = models;
    this.plan = plan;
    this.context = () -> new ScoreContext<>(plan, models, settings.home().runs());
    this.starter = () -> EngineStart.start(settings, discovered, world, STAGE, settings.conf());
  }

  /**
   * Scores: the package is verified and the input's columns are checked before any work.
   *
   * @throws MillraceException NOT_FOUND, PACKAGE_CORRUPT, SCHEMA_MISMATCH; what reading and writing
   *     throw
   */
  public ScoreReport execute() {
    long start = System.nanoTime();
    ModelVersion version = call.model().find(models);
    ModelPackage source = ModelPackage.read(models.open(version));
    Ingestor<D> input = input(source);
    requireColumns(input.schema(plan), source);
    String format = format(call.to());
    try (Engine<D> engine = starter.get()) {
      LoadedPackage<D> loaded = engine.inStage(STAGE, () -> LoadedPackage.load(source, stages));
      engine.inStage(STAGE, () -> write(input, loaded, format, engine));
      double seconds = (System.nanoTime() - start) / 1e9;
      return new ScoreReport(
          version.model(), version.version(), call.to(), format, engine.figures(STAGE), seconds);
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw new MillraceException(StandardError.INTERNAL, "scoring failed: " + e, e);
    }
  }

  private String write(
      Ingestor<D> input, LoadedPackage<D> loaded, String format, Engine<D> engine) {
    try {
      D frame = input.read(input.version(plan), context.get());
      D predicted = loaded.predict(frame, engine);
      D written = engine.select(predicted, columns(frame, predicted, loaded, engine));
      engine.write(written, call.to(), format, call.overwrite());
      return call.to();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw engine.explain(e);
    }
  }

  /**
   * The input's own columns, but for those that a step drops or renames, then what the model says:
   * what else the steps make is nobody's business.
   */
  private List<String> columns(D frame, D predicted, LoadedPackage<D> loaded, Engine<D> engine) {
    List<String> columns = new ArrayList<>(engine.schema(frame).names());
    columns.retainAll(engine.schema(predicted).names());
    loaded.outputs().stream().filter(name -> !columns.contains(name)).forEach(columns::add);
    return columns;
  }

  /** The ingestor for the input, told the signature's types where the input has only text. */
  private Ingestor<D> input(ModelPackage source) {
    String path = call.input().toLowerCase(Locale.ROOT);
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("path", call.input());
    if (path.endsWith(".csv") || path.endsWith(".csv.gz") || path.endsWith(".tsv")) {
      options.put("header", true);
      if (path.endsWith(".tsv")) {
        options.put("delimiter", "\t");
      }
      requireHeader((Ingestor<D>) stages.stage("ingest/csv", options), source);
      Map<String, Object> types = new LinkedHashMap<>();
      source
          .description()
          .signature()
          .inputs()
          .forEach(column -> types.put(column.name(), column.type().text()));
      options.put("schema", types);
      return (Ingestor<D>) stages.stage("ingest/csv", options);
    }
    String use =
        path.endsWith(".parquet") || path.endsWith(".pq") ? "ingest/parquet" : "ingest/delta";
    return (Ingestor<D>) stages.stage(use, options);
  }

  /** A header has names only: what it lacks is told as it is of any other input. */
  private void requireHeader(Ingestor<D> texts, ModelPackage source) {
    Schema header = texts.schema(plan);
    if (header.isKnown()) {
      LoadedPackage.requireNames(header, source.description());
    }
  }

  private void requireColumns(Schema schema, ModelPackage source) {
    if (schema.isKnown()) {
      LoadedPackage.requireSignature(schema, source.description());
    }
  }

  private static String format(String to) {
    String name = to.toLowerCase(Locale.ROOT);
    for (String format : new String[] {"parquet", "csv", "json", "delta"}) {
      if (name.endsWith("." + format)) {
        return format;
      }
    }
    if (name.lastIndexOf('.') > name.lastIndexOf('/')) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "--to '%s': the ending tells the format; use .parquet, .csv, .json or .delta"
              .formatted(to));
    }
    return "delta";
  }
}
