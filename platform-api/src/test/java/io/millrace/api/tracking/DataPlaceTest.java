package io.millrace.api.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPlaceTest {
  @ParameterizedTest
  @CsvSource({
    "/lake/scores/, file:/lake/scores",
    "/lake/../lake/scores, file:/lake/scores",
    "file:/lake/scores, file:/lake/scores",
    "file:///lake/scores/, file:/lake/scores",
    "s3a://key:word@bucket/a/b/, s3a://bucket/a/b",
    "hdfs://name:8020/a, hdfs://name:8020/a",
    "abfss://box@account.dfs.core.windows.net/a, abfss://box@account.dfs.core.windows.net/a",
    "generate:churn, generate:churn",
    "jdbc:postgresql://db.example/shop/public.orders,"
        + " jdbc:postgresql://db.example/shop/public.orders"
  })
  void aPathHasOneName(String path, String name) {
    assertThat(DataPlace.path(path)).isEqualTo(name);
  }

  @Test
  void aRelativePathIsNamedFromTheWorkingDirectory() {
    assertThat(DataPlace.path("data/x.csv"))
        .isEqualTo("file:" + Path.of("data/x.csv").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://ada:word@db.example:5432/shop?ssl=true&password=x,"
        + " jdbc:postgresql://db.example:5432/shop/orders",
    "jdbc:sqlserver://db.example;user=ada;databaseName=shop;password=x,"
        + " jdbc:sqlserver://db.example;databaseName=shop/orders",
    "jdbc:oracle:thin:scott/tiger@//db.example:1521/shop,"
        + " jdbc:oracle:thin:@//db.example:1521/shop/orders",
    "jdbc:mysql://ada:w@rd@db.example/shop, jdbc:mysql://db.example/shop/orders",
    "jdbc:h2:/data/shop;PASSWORD=x, jdbc:h2:/data/shop/orders"
  })
  void aDatabaseIsNamedWithoutSecrets(String url, String name) {
    assertThat(DataPlace.table(url, "orders")).isEqualTo(name);
  }

  @Test
  void aQueryIsNamedByItsHash() {
    assertThat(DataPlace.query("jdbc:h2:mem:a", "SELECT 1 "))
        .isEqualTo(DataPlace.query("jdbc:h2:mem:a", "SELECT 1"))
        .matches("jdbc:h2:mem:a/query-[0-9a-f]{12}");
  }

  @Test
  void brokersHaveOneOrder() {
    assertThat(DataPlace.topic("kafka://b:9092, a:9092", "orders"))
        .isEqualTo("kafka://a:9092,b:9092/orders");
  }

  @Test
  void longVersionsAreHashed() {
    assertThat(DataPlace.version("17")).isEqualTo("17");
    assertThat(DataPlace.version("file:/lake/customers.csv 100 1700000000000"))
        .matches("[0-9a-f]{16}");
  }
}
