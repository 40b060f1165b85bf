package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.NamedSource;
import io.millrace.api.Stage;
import io.millrace.api.tracking.Asset;
import io.millrace.core.Platform;
import io.millrace.core.score.CatalogStages;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.spark.api.SparkFrames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ingestors name where their rows come from, for the lineage. */
final class SourceNamesTest {
  @TempDir private Path home;

  private List<Asset> sources(String use, Map<String, Object> options, String version) {
    try (Platform<?> platform = Platform.open(PlatformSettings.of(home))) {
      Stage<?> stage = CatalogStages.of(platform.catalog(), SparkFrames.TYPE).stage(use, options);
      assertThat(stage).isInstanceOf(NamedSource.class);
      return ((NamedSource) stage).sources(Optional.of(version).filter(v -> !v.isEmpty()));
    }
  }

  @Test
  void filesAreNamedByTheirAddress() {
    for (String use : List.of("ingest/parquet", "ingest/json", "ingest/text", "ingest/csv")) {
      assertThat(sources(use, Map.of("path", "/lake/in/"), ""))
          .containsExactly(Asset.data("file:/lake/in", ""));
    }
  }

  @Test
  void aDeltaTableHasItsNumber() {
    assertThat(sources("ingest/delta", Map.of("path", "/lake/t"), "7@0a1b-2c3d"))
        .containsExactly(Asset.data("file:/lake/t", "7"));
    assertThat(sources("ingest/features", Map.of("table", "telco"), "3@2026-11-20T10:00:00Z"))
        .containsExactly(Asset.features("telco", 3));
  }

  @Test
  void aDatabaseIsNamedWithoutItsPassword() {
    String url = "jdbc:postgresql://ada:pa55word@db.example/shop?password=pa55word";
    assertThat(sources("ingest/jdbc", Map.of("url", url, "table", "orders"), ""))
        .containsExactly(Asset.data("jdbc:postgresql://db.example/shop/orders", ""));
    assertThat(sources("ingest/jdbc", Map.of("url", url, "query", "SELECT 1"), "snapshot"))
        .allSatisfy(
            asset -> {
              assertThat(asset.name()).doesNotContain("pa55word").contains("/query-");
              assertThat(asset.version()).matches("[0-9a-f]{16}");
            });
  }

  @Test
  void madeUpDataIsItsOwnPlace() {
    assertThat(sources("ingest/generate", Map.of("dataset", "churn", "rows", 10), ""))
        .containsExactly(Asset.data("generate:churn", ""));
  }
}
