package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.Ingestor;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.SparkEngine;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.ingest.CsvFactory;
import io.millrace.stages.ingest.FollowedFiles;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Options of {@code ingest/csv} at their defaults, with what a test changes. */
record CsvFiles(
    String path,
    boolean header,
    @Nullable List<String> columns,
    @Nullable Map<String, LogicalType> schema,
    boolean infer,
    String delimiter,
    String quote,
    String escape,
    String comment,
    String encoding,
    List<String> nullValues,
    boolean trim,
    boolean multiLine,
    OnDrift onDrift,
    BadRows badRows) {
  static CsvFiles at(Object path) {
    return new CsvFiles(
        path.toString(),
        true,
        null,
        null,
        false,
        ",",
        "\"",
        "\"",
        "",
        "UTF-8",
        List.of(),
        false,
        false,
        OnDrift.FAIL,
        BadRows.FAIL);
  }

  CsvFiles withoutHeader(@Nullable List<String> names) {
    return new CsvFiles(
        path,
        false,
        names,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles types(Map<String, LogicalType> types) {
    return new CsvFiles(
        path,
        header,
        columns,
        types,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles inferred() {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        true,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles cut(String newDelimiter, String newQuote, String newEscape, String newComment) {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        newDelimiter,
        newQuote,
        newEscape,
        newComment,
        encoding,
        nullValues,
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles encoding(String name) {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        name,
        nullValues,
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles missing(String... texts) {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        List.of(texts),
        trim,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles trimmed() {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        true,
        multiLine,
        onDrift,
        badRows);
  }

  CsvFiles overLines() {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        true,
        onDrift,
        badRows);
  }

  CsvFiles bad(BadRows what) {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        multiLine,
        onDrift,
        what);
  }

  CsvFiles on(OnDrift what) {
    return new CsvFiles(
        path,
        header,
        columns,
        schema,
        infer,
        delimiter,
        quote,
        escape,
        comment,
        encoding,
        nullValues,
        trim,
        multiLine,
        what,
        badRows);
  }

  @SuppressWarnings("unchecked") // The factory's stages work on Spark's frames.
  Ingestor<Dataset<Row>> stage() {
    return (Ingestor<Dataset<Row>>)
        new CsvFactory()
            .create(
                new CsvFactory.Options(
                    path,
                    header,
                    columns,
                    schema,
                    infer,
                    delimiter,
                    quote,
                    escape,
                    comment,
                    encoding,
                    nullValues,
                    trim,
                    multiLine,
                    onDrift,
                    badRows,
                    new FollowedFiles(1000)));
  }

  io.millrace.api.schema.Schema plannedSchema() {
    return stage().schema(TestPlanContext.bare());
  }

  Dataset<Row> read() {
    Ingestor<Dataset<Row>> stage = stage();
    return stage.read(stage.version(TestPlanContext.bare()), TestStageContext.of("raw"));
  }

  /** What the run says after the frame's job failed. */
  MillraceException failure(SparkTestFrames frames) {
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      Throwable failure = catchThrowable(() -> frames.rows(read()));
      assertThat(failure).as("the job should fail").isNotNull();
      return engine.explain(failure);
    }
  }
}
