package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.StageRecord;
import java.util.Collection;
import java.util.OptionalLong;

/** Writes what a run read and wrote as datasets. */
final class DatasetWriter {
  private final String namespace;
  private final String producer;

  /**
   * For a producer.
   *
   * @param namespace of what only Millrace knows
   */
  DatasetWriter(String namespace, String producer) {
    this.namespace = namespace;
    this.producer = producer;
  }

  void write(ToldRun run, Collection<RunLink> links, ArrayNode inputs, ArrayNode outputs) {
    for (RunLink link : links) {
      if (link.direction() == RunLink.Direction.READS) {
        // What a run reads back of its own work is no input of it.
        if (!links.contains(RunLink.writes(link.asset()))) {
          dataset(link.asset(), inputs);
        }
      } else {
        ObjectNode output = dataset(link.asset(), outputs);
        rows(run, link.asset())
            .ifPresent(
                rows ->
                    Facet.STATISTICS
                        .in(output.putObject("outputFacets"), producer)
                        .put("rowCount", rows));
      }
    }
  }

  private ObjectNode dataset(Asset asset, ArrayNode among) {
    DatasetName name = DatasetName.of(asset, namespace);
    ObjectNode dataset =
        among.addObject().put("namespace", name.namespace()).put("name", name.name());
    ObjectNode facets = dataset.putObject("facets");
    if (!asset.version().isEmpty()) {
      Facet.VERSION.in(facets, producer).put("datasetVersion", asset.version());
    }
    String type = type(asset);
    if (!type.isEmpty()) {
      Facet.TYPE.in(facets, producer).put("datasetType", type);
    }
    return dataset;
  }

  /** Of files it is not known whether they are a table. */
  private static String type(Asset asset) {
    return switch (asset.kind()) {
      case FEATURES -> "TABLE";
      case MODEL -> "MODEL";
      case DEPLOYMENT -> "SERVICE";
      case DATA ->
          asset.name().startsWith("kafka:")
              ? "TOPIC"
              : asset.name().startsWith("jdbc:") ? "TABLE" : "";
    };
  }

  /** The rows of the stage that says, in the words of a feature table's sink, that it wrote it. */
  private static OptionalLong rows(ToldRun run, Asset asset) {
    String written = asset.name() + " version " + asset.version();
    return asset.kind() != Asset.Kind.FEATURES
        ? OptionalLong.empty()
        : run.stages().stream()
            .filter(
                stage ->
                    stage.status() == StageRecord.Status.RAN
                        && written.equals(stage.facts().get("table")))
            .map(stage -> stage.figures().knownRows())
            .filter(OptionalLong::isPresent)
            .findFirst()
            .orElse(OptionalLong.empty());
  }
}
