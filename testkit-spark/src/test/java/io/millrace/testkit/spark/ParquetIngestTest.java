package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Ingestor;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class ParquetIngestTest {
  @TempDir Path directory;

  private static Ingestor<Dataset<Row>> at(Path path) {
    return FooterFiles.at("parquet", path).stage();
  }

  @Test
  void theSchemaComesFromTheFooterAndTheRowsFollowIt(SparkTestFrames frames) {
    Schema schema =
        Schema.of(
            Column.nullable("a.b `c`", Simple.STRING),
            Column.nullable("small", Simple.INT),
            Column.nullable("v", new VectorOf(2)));
    List<List<Object>> rows = List.of(List.of("x", 7, List.of(1.0, 2.0)));
    Dataset<Row> frame = frames.frame(schema, rows);
    Path target = directory.resolve("some [1] files");
    frame
        .select(
            functions.col("`a.b ``c```"),
            functions.col("small").cast("smallint"),
            functions.col("v"))
        .write()
        .parquet(target.toString());

    Dataset<Row> read =
        at(target).read(at(target).version(TestPlanContext.bare()), TestStageContext.of("raw"));

    assertThat(at(target).schema(TestPlanContext.bare())).isEqualTo(schema);
    assertThat(frames.schema(read)).isEqualTo(schema);
    assertThat(frames.rows(read)).isEqualTo(rows);
  }

  @Test
  void whatIsNoParquetFileIsTold() throws IOException {
    Path file = Files.writeString(directory.resolve("a.parquet"), "id,n\n1,x and some more text\n");

    assertThatThrownBy(() -> at(file).schema(TestPlanContext.bare()))
        .isInstanceOf(MillraceException.class)
        .hasMessage("'" + file + "' is no readable Parquet file.");
  }
}
