package io.millrace.stages.ingest;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The formats whose files say themselves which columns they have, as a table. */
public final class FooterFormats implements StageFamily<Dataset<Row>> {
  private static final List<FooterFormat> FORMATS =
      List.of(
          new FooterFormat("avro", "Avro", Footers::avro),
          new FooterFormat("orc", "ORC", Footers::orc),
          new FooterFormat("parquet", "Parquet", Footers::parquet));

  /** Options of {@code ingest/avro}, {@code ingest/orc} and {@code ingest/parquet}. */
  public record Options(
      @Help("A file, a directory or a glob, local or in any file system that Spark knows") @NotEmpty
          String path,
      @Help("The columns that are expected, with their types; without it those of the first file")
          @NotEmpty
          @Nullable Map<String, LogicalType> schema,
      @Help(
              "What happens when a file has other columns: fail; add (new ones are added, missing"
                  + " ones hold nulls); rescue (what is new or of another type comes as JSON in"
                  + " _rescued)")
          @Default("fail")
          OnDrift onDrift,
      @Help("How the files are followed by a stream") @Default("{}") FollowedFiles stream) {}

  @Override
  public List<? extends StageFactory<Dataset<Row>, ?>> stages() {
    return FORMATS.stream().map(Factory::new).toList();
  }

  private static final class Factory extends SparkStageFactory<Options> {
    private final FooterFormat format;

    Factory(FooterFormat format) {
      super(
          "ingest/" + format.name(),
          Options.class,
          "Reads " + format.shown() + " files",
          "path: data/customers." + format.name());
      this.format = format;
    }

    @Override
    public Stage<Dataset<Row>> create(Options options) {
      return new FooterIngestor(format, options);
    }
  }
}
