package io.millrace.testkit.spark;

import io.millrace.api.Ingestor;
import io.millrace.api.StageFactory;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.stages.ingest.FollowedFiles;
import io.millrace.stages.ingest.FooterFormats;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Avro, ORC and Parquet files, with what a test changes of the options. */
record FooterFiles(
    String format, String path, @Nullable Map<String, LogicalType> expected, OnDrift onDrift) {
  static FooterFiles at(String format, Object path) {
    return new FooterFiles(format, path.toString(), null, OnDrift.FAIL);
  }

  FooterFiles expecting(Map<String, LogicalType> columns) {
    return new FooterFiles(format, path, columns, onDrift);
  }

  FooterFiles on(OnDrift what) {
    return new FooterFiles(format, path, expected, what);
  }

  @SuppressWarnings("unchecked") // The table's options are of this type.
  Ingestor<Dataset<Row>> stage() {
    StageFactory<Dataset<Row>, FooterFormats.Options> factory =
        (StageFactory<Dataset<Row>, FooterFormats.Options>)
            new FooterFormats()
                .stages().stream()
                    .filter(f -> f.name().equals("ingest/" + format))
                    .findAny()
                    .orElseThrow();
    return SparkStages.ingestor(
        factory.create(
            new FooterFormats.Options(path, expected, onDrift, new FollowedFiles(1000))));
  }

  Schema plannedSchema() {
    return stage().schema(TestPlanContext.bare());
  }

  Dataset<Row> read() {
    return read(TestStageContext.of("raw"));
  }

  Dataset<Row> read(TestStageContext<Dataset<Row>> context) {
    Ingestor<Dataset<Row>> stage = stage();
    return stage.read(stage.version(TestPlanContext.bare()), context);
  }
}
