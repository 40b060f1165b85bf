package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same tables in several formats: all readers give the same rows. */
@ExtendWith(SparkExtension.class)
final class SameTablesTest {
  private final SparkTestFrames frames;

  SameTablesTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private static Path data(String name) {
    Path path = Path.of(System.getProperty("millrace.data", ""), name);
    assumeTrue(Files.exists(path), "the data set " + name + " is absent");
    return path;
  }

  /** As the CSV file holds it: text, empty for nothing; whole numbers without a point. */
  private List<List<Object>> texts(Dataset<Row> frame, List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String own = frame.columns()[i];
      columns.add(functions.coalesce(functions.col(own).cast("string"), functions.lit("")));
    }
    return frames.rows(frame.select(columns.toArray(Column[]::new)));
  }

  @Test
  void titanicIsTheSameFromCsvAvroAndParquet() {
    Path folder = data("titanic-formats");
    Dataset<Row> avro = FooterFiles.at("avro", folder + "/PassengerDataAll.avro").read();
    Dataset<Row> parquet = FooterFiles.at("parquet", folder + "/PassengerDataAll.parquet").read();
    List<String> names = List.of(avro.columns());
    Map<String, LogicalType> types = new LinkedHashMap<>();
    for (io.millrace.api.schema.Column column : frames.schema(avro).columns()) {
      types.put(column.name(), column.type());
    }
    Dataset<Row> csv =
        CsvFiles.at(folder + "/PassengerDataAll.csv").withoutHeader(names).types(types).read();

    assertThat(avro.count()).isEqualTo(891);
    assertThat(names).hasSize(12);
    assertThat(texts(csv, names)).isEqualTo(texts(unquoted(avro), names));
    assertThat(texts(parquet, names)).isEqualTo(texts(avro, names));
  }

  /** The writer of Avro and Parquet left the quotes around names that hold quotes. */
  private static Dataset<Row> unquoted(Dataset<Row> frame) {
    String third = frame.columns()[3];
    Column name = functions.col(third);
    return frame.withColumn(third, functions.regexp_replace(name, "^\"(.*)\"$", "$1"));
  }

  @Test
  void userdataIsTheSameFromCsvAvroOrcAndParquet() {
    Path folder = data("userdata-open");
    // In the CSV file, genders, addresses and dates were made dirty on purpose.
    List<String> clean = List.of("id", "first_name", "last_name", "country", "title");
    List<String> all =
        List.of(
            "id", "first_name", "last_name", "email", "gender", "ip_address", "country", "title");
    Dataset<Row> csv =
        CsvFiles.at(folder + "/csv/userdata1.csv").types(Map.of("id", Simple.INT)).read();
    Dataset<Row> avro = FooterFiles.at("avro", folder + "/avro/userdata1.avro").read();
    Dataset<Row> orc = FooterFiles.at("orc", folder + "/orc/userdata1_orc").read();
    Dataset<Row> parquet = FooterFiles.at("parquet", folder + "/parquet/userdata1.parquet").read();
    List<List<Object>> expected = texts(select(avro, all), all);

    assertThat(expected).hasSize(999);
    assertThat(texts(select(orc, all), all)).isEqualTo(expected);
    assertThat(texts(select(parquet, all), all)).isEqualTo(expected);
    assertThat(texts(select(csv, clean), clean)).isEqualTo(texts(select(avro, clean), clean));
    assertThat(FooterFiles.at("avro", folder + "/avro/userdata2.avro").read().count())
        .isEqualTo(998);
  }

  /** By position where a file has no names: Hive writes ORC columns as _col0, _col1 and so on. */
  private static Dataset<Row> select(Dataset<Row> frame, List<String> names) {
    List<String> all =
        List.of(
            "registration_dttm",
            "id",
            "first_name",
            "last_name",
            "email",
            "gender",
            "ip_address",
            "cc",
            "country",
            "birthdate",
            "salary",
            "title",
            "comments");
    return frame
        .toDF(all.toArray(String[]::new))
        .select(names.stream().map(functions::col).toArray(Column[]::new))
        .filter("id <> 588") // The ORC file's writer cut this row's country at its comma.
        .orderBy("id");
  }

  @Test
  void lendingClubIsReadFromAvro() {
    FooterFiles files =
        FooterFiles.at("avro", data("lending-club-sample/lending_club_sample.avro"));

    assertThat(files.plannedSchema().columns()).hasSize(7);
    assertThat(files.read().count()).isEqualTo(7_492);
  }
}
