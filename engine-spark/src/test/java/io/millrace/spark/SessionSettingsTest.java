package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SessionSettingsTest {
  private static EngineSettings settings(@Nullable String master, Map<String, String> settings) {
    return new EngineSettings(
        "telco",
        master,
        settings,
        Path.of("home"),
        List.of(),
        SessionSettingsTest.class.getClassLoader());
  }

  private static Map<String, String> of(
      @Nullable String master, Map<String, String> settings, SparkConf submitted) {
    return SessionSettings.of(settings(master, settings), submitted);
  }

  @Test
  void aLaptopNeedsNoSettings() {
    assertThat(of(null, Map.of(), new SparkConf(false)))
        .containsEntry("spark.master", "local[*]")
        .containsEntry("spark.app.name", "telco")
        .containsEntry("spark.driver.host", "127.0.0.1")
        .containsEntry("spark.driver.bindAddress", "127.0.0.1")
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.sql.adaptive.enabled", "true")
        .containsEntry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .containsEntry(
            "spark.sql.shuffle.partitions",
            String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void theCommandLineWinsOverThePipelineAndThatOverSparkSubmit() {
    SparkConf submitted =
        new SparkConf(false)
            .set("spark.master", "spark://a:1")
            .set("spark.ui.enabled", "true")
            .set("spark.sql.shuffle.partitions", "7");

    assertThat(of(null, Map.of(), submitted))
        .containsEntry("spark.master", "spark://a:1")
        .doesNotContainKeys(
            "spark.ui.enabled", "spark.sql.shuffle.partitions", "spark.driver.host");
    assertThat(of(null, Map.of("spark.master", "local[3]"), submitted))
        .containsEntry("spark.master", "local[3]")
        .containsEntry("spark.driver.host", "127.0.0.1");
    assertThat(of("local", Map.of("spark.master", "local[3]"), submitted))
        .containsEntry("spark.master", "local");
  }

  @Test
  void shufflePartitionsFollowTheCoresOfTheMaster() {
    assertThat(of("local[3]", Map.of(), new SparkConf(false)))
        .containsEntry("spark.sql.shuffle.partitions", "3")
        .containsEntry("spark.sql.adaptive.coalescePartitions.initialPartitionNum", "24");
    assertThat(of("local[5,2]", Map.of(), new SparkConf(false)))
        .containsEntry("spark.sql.shuffle.partitions", "5");
    assertThat(of("local-cluster[2,1,1024]", Map.of(), new SparkConf(false)))
        .doesNotContainKeys("spark.sql.shuffle.partitions", "spark.driver.host");
  }
}
