package io.millrace.core.score;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.schema.Schema;
import io.millrace.core.file.BatchReader.Source;
import io.millrace.core.model.LoadedPackage;
import io.millrace.model.ModelPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the ingestor for a place, told the signature's types where the place has only text. */
public final class PlaceInput<D> {
  /** As outputs write it, too. */
  private static final Pattern TOPIC = Pattern.compile("kafka://([^/]+)/([^/]+)");

  private final CatalogStages<D> stages;
  private final PlanContext<D> plan;
  private final ModelPackage source;

  /** For rows that are scored with a package. */
  public PlaceInput(CatalogStages<D> stages, PlanContext<D> plan, ModelPackage source) {
    this.stages = stages;
    this.plan = plan;
    this.source = source;
  }

  /** The ingestor, by the ending of the place. */
  public Source<D> source(String place) {
    Matcher topic = TOPIC.matcher(place);
    if (topic.matches()) {
      return made(
          "ingest/kafka",
          new LinkedHashMap<>(
              Map.of(
                  "bootstrapServers",
                  topic.group(1),
                  "topics",
                  List.of(topic.group(2)),
                  "schema",
                  types())));
    }
    String path = place.toLowerCase(Locale.ROOT);
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    options.put("path", place);
    if (path.endsWith(".csv") || path.endsWith(".csv.gz") || path.endsWith(".tsv")) {
      options.put("header", true);
      if (path.endsWith(".tsv")) {
        options.put("delimiter", "\t");
      }
      requireHeader(ingestor("ingest/csv", options));
      options.put("schema", types());
      return made("ingest/csv", options);
    }
    boolean parquet = path.endsWith(".parquet") || path.endsWith(".pq");
    return made(parquet ? "ingest/parquet" : "ingest/delta", options);
  }

  private Map<String, Object> types() {
    Map<String, Object> types = new LinkedHashMap<>();
    source
        .description()
        .signature()
        .inputs()
        .forEach(column -> types.put(column.name(), column.type().text()));
    return types;
  }

  private Source<D> made(String use, Map<String, @Nullable Object> options) {
    return new Source<>(use, options, ingestor(use, options));
  }

  private Ingestor<D> ingestor(String use, Map<String, @Nullable Object> options) {
    return (Ingestor<D>) stages.stage(use, options);
  }

  /** A header has names only: what it lacks is told as it is of any other input. */
  private void requireHeader(Ingestor<D> texts) {
    Schema header = texts.schema(plan);
    if (header.isKnown()) {
      LoadedPackage.requireNames(header, source.description());
    }
  }
}
