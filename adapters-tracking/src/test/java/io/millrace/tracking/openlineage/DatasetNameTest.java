package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import io.openlineage.client.utils.jdbc.JdbcDatasetUtils;
import java.net.URI;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of datasets, equal to those that other producers give. */
final class DatasetNameTest {
  private static DatasetName data(String place) {
    return DatasetName.of(new Asset(Asset.Kind.DATA, place, ""), "shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/lake/customers",
        "file:/lake/customers/",
        "file:///lake/customers.csv",
        "s3a://lake/raw/customers/",
        "s3://lake/raw",
        "s3n://lake",
        "gs://lake/raw",
        "abfs://box@account.dfs.core.windows.net/raw",
        "abfss://box@account.dfs.core.windows.net/raw",
        "wasb://box@account.blob.core.windows.net/raw",
        "hdfs://name.node:8020/user/ada/raw",
        "hdfs://cluster/",
        "viewfs://cluster/raw",
        "dbfs:/mnt/raw"
      })
  void filesAreNamedAsTheClientNamesThem(String uri) {
    DatasetIdentifier expected = FilesystemDatasetUtils.fromLocation(URI.create(uri));

    assertThat(data(DataPlace.path(uri)))
        .isEqualTo(new DatasetName(expected.getNamespace(), expected.getName()));
    assertThat(data(uri)).isEqualTo(data(DataPlace.path(uri)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "jdbc:postgresql://db.example/ml, public.customers",
        "jdbc:postgresql://db.example:6432/ml?user=ada&password=geheim, customers",
        "\"jdbc:postgresql://one,two:5433/ml\", public.customers",
        "jdbc:mysql://DB.example/shop, orders",
        "jdbc:mysql://db.example:3307/shop, other.orders",
        "jdbc:sqlserver://db.example:1433;databaseName=sales;encrypt=true, dbo.orders",
        "jdbc:oracle:thin:@//db.example:1521/service, SALES.ORDERS",
        "jdbc:oracle:thin:@db.example:1521:sid, SALES.ORDERS",
        "jdbc:db2://db.example:50000/sales, S.ORDERS",
        "jdbc:clickhouse://db.example:8123/sales, orders"
      })
  void tablesAreNamedAsTheClientNamesThem(String url, String table) {
    DatasetIdentifier expected =
        JdbcDatasetUtils.getDatasetIdentifier(url, table, new Properties());

    assertThat(data(DataPlace.table(url, table)))
        .isEqualTo(new DatasetName(expected.getNamespace(), expected.getName()));
  }

  @ParameterizedTest
  @CsvSource({
    "file:/lake/new customers/50%/*.csv, file, /lake/new customers/50%/*.csv",
    "file:/, file, /",
    "/lake/customers, file, /lake/customers",
    "kafka://broker:9092/clicks, kafka://broker:9092, clicks",
    "'kafka://a:9092,b:9092/clicks', kafka://a:9092, clicks",
    "jdbc:sqlite:/data/shop.db/orders, sqlite:/data/shop.db, orders",
    "jdbc:postgresql://[::1]:5432/ml/orders, postgres://[::1]:5432, ml.orders",
    "jdbc:odd, jdbc, odd",
    "https://data.example/customers.csv, https://data.example, /customers.csv",
    "generated:churn, generated, churn"
  })
  void otherPlacesAreNamedByTheConventions(String place, String namespace, String name) {
    assertThat(data(place)).isEqualTo(new DatasetName(namespace, name));
  }

  @ParameterizedTest
  @CsvSource({
    "FEATURES, telco, features/telco",
    "MODEL, telco-churn, models/telco-churn",
    "DEPLOYMENT, http://127.0.0.1:8080, deployments/http://127.0.0.1:8080"
  })
  void whatOnlyMillraceKnowsLiesInItsOwnNamespace(Asset.Kind kind, String asset, String name) {
    assertThat(DatasetName.of(new Asset(kind, asset, "1"), "shop"))
        .isEqualTo(new DatasetName("shop", name));
  }
}
