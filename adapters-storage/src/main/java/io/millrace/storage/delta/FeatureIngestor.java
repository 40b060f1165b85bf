package io.millrace.storage.delta;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.tracking.Asset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads a feature table. Its version text holds the time too: a table made anew is another. */
record FeatureIngestor(String table, @Nullable Long version, @Nullable Instant asOf)
    implements Ingestor<Dataset<Row>>, NamedSource {
  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return context.features().schema(table, found(context).version());
  }

  @Override
  public Schema schema(String planned, PlanContext<Dataset<Row>> context) {
    return readable(context.features(), planned)
        .map(found -> context.features().schema(table, found.version()))
        .orElseGet(() -> schema(context));
  }

  @Override
  public List<Asset> sources(Optional<String> planned) {
    return planned.map(text -> List.of(Asset.features(table, number(text)))).orElse(List.of());
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(text(found(context)));
  }

  /** A version that others were published after can still be read. */
  @Override
  public boolean canRead(String planned, PlanContext<Dataset<Row>> context) {
    return readable(context.features(), planned).isPresent();
  }

  @Override
  public Dataset<Row> read(Optional<String> planned, StageContext<Dataset<Row>> context) {
    FeatureVersion found =
        planned.map(text -> planned(context.features(), text)).orElseGet(() -> found(context));
    return context.features().read(table, found.version());
  }

  private FeatureVersion planned(FeatureStore<Dataset<Row>> features, String text) {
    return readable(features, text)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.SOURCE_CHANGED,
                    "Feature table '"
                        + table
                        + "' no longer has the version "
                        + number(text)
                        + " that the run was planned with; run again without --resume."));
  }

  private Optional<FeatureVersion> readable(FeatureStore<Dataset<Row>> features, String text) {
    return features.version(table, number(text)).filter(found -> text(found).equals(text));
  }

  private static long number(String text) {
    return Long.parseLong(text.substring(0, text.indexOf('@')));
  }

  private static String text(FeatureVersion version) {
    return version.version() + "@" + version.time();
  }

  private FeatureVersion found(PlanContext<Dataset<Row>> context) {
    FeatureStore<Dataset<Row>> features = context.features();
    Optional<FeatureVersion> found =
        version != null
            ? features.version(table, version)
            : asOf != null ? features.versionAsOf(table, asOf) : features.latest(table);
    return found.orElseThrow(() -> missing(features));
  }

  private MillraceException missing(FeatureStore<Dataset<Row>> features) {
    String problem =
        features
            .latest(table)
            .map(
                newest ->
                    "Feature table '"
                        + table
                        + "' has no version "
                        + (version != null ? version : "from " + asOf + " or before")
                        + "; the newest is "
                        + newest.version()
                        + ", of "
                        + newest.time()
                        + ".")
            .orElseGet(
                () ->
                    "There is no feature table '"
                        + table
                        + "' at "
                        + features.location(table)
                        + "; run the pipeline that publishes it, or correct table.");
    return new MillraceException(StandardError.MISSING_FILE, problem);
  }
}
