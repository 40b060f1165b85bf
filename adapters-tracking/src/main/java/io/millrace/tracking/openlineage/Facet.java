package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The facets that events carry, each in the version of its schema that it is written by. */
enum Facet {
  JOB_TYPE("jobType", "2-0-4/JobTypeJobFacet"),
  SOURCE_CODE("sourceCode", "1-0-1/SourceCodeJobFacet"),
  ENGINE("processing_engine", "1-1-1/ProcessingEngineRunFacet"),
  ERROR("errorMessage", "1-0-1/ErrorMessageRunFacet"),
  PARENT("parent", "1-1-0/ParentRunFacet"),
  PARAMETERS("executionParameters", "1-0-0/ExecutionParametersRunFacet"),
  TAGS("tags", "1-0-0/TagsRunFacet"),
  VERSION("version", "1-0-1/DatasetVersionDatasetFacet"),
  TYPE("datasetType", "1-0-1/DatasetTypeDatasetFacet"),
  STATISTICS("outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet");

  private static final String SCHEMAS = "https://openlineage.io/spec/facets/";

  private final String key;
  private final String schema;

  Facet(String key, String schema) {
    this.key = key;
    this.schema = schema;
  }

  /** Adds it to a group of facets, to be filled in. */
  ObjectNode in(ObjectNode facets, String producer) {
    String name = schema.substring(schema.indexOf('/') + 1);
    return facets
        .putObject(key)
        .put("_producer", producer)
        .put("_schemaURL", SCHEMAS + schema + ".json#/$defs/" + name);
  }
}
