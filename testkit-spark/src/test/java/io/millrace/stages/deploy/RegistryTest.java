package io.millrace.stages.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.model.Lineage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryTest {
  @TempDir Path temporary;
  private Path directory;
  private ModelPackage contents;
  private ModelRegistry registry;

  @BeforeEach
  void writePackage() throws IOException {
    directory = Files.createDirectory(temporary.resolve("package"));
    contents =
        PackageWriter.in(directory)
            .finish(
                new PackageDescription(
                    "churn",
                    "pipeline",
                    "run-1",
                    Instant.EPOCH,
                    new Signature(List.of(), List.of(), List.of()),
                    List.of("No", "Yes"),
                    "Churn",
                    null,
                    Map.of("quality.auc", 0.9),
                    Lineage.unknown(),
                    List.of()));
    registry =
        MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(temporary.resolve("store")))
            .models();
  }

  private static RegistryOptions options(@Nullable String alias, @Nullable List<String> aliases) {
    return new RegistryOptions("churn", alias, aliases, "raw", "first try", false);
  }

  @SuppressWarnings("unchecked") // The factory makes deployers.
  private static Deployer<Dataset<Row>> deployer(RegistryOptions options) {
    return (Deployer<Dataset<Row>>) new RegistryFactory().create(options);
  }

  private StageContext<Dataset<Row>> context(String run) {
    return TestStageContext.<Dataset<Row>>builder("publish")
        .models(registry)
        .effect(new EffectKey(run, "publish", "f"))
        .build();
  }

  @Test
  void thePackageBecomesAVersionThatAliasesName() {
    Receipt receipt =
        deployer(options(null, List.of("champion", "blue"))).deploy(directory, context("run-1"));

    assertThat(receipt.facts())
        .isEqualTo(Map.of("model", "churn", "version", "1", "aliases", "champion,blue"));
    ModelVersion version = registry.alias("churn", "champion").orElseThrow();
    assertThat(version.packageHash()).isEqualTo(contents.packageHash());
    assertThat(version.metrics()).isEqualTo(Map.of("quality.auc", 0.9));
    assertThat(version.tags()).isEqualTo(Map.of("description", "first try"));
    assertThat(registry.aliases("churn")).isEqualTo(Map.of("blue", 1, "champion", 1));
    assertThat(registry.moves("churn").get(0).why()).isEqualTo("run run-1");
    assertThat(ModelPackage.read(registry.open(version)).packageHash())
        .isEqualTo(contents.packageHash());
  }

  @Test
  void aRepeatChangesNothing() {
    Deployer<Dataset<Row>> deployer = deployer(options("champion", null));
    Receipt first = deployer.deploy(directory, context("run-1"));

    Receipt second = deployer.deploy(directory, context("run-1"));

    assertThat(second).isEqualTo(first);
    assertThat(registry.versions("churn")).hasSize(1);
    assertThat(registry.moves("churn")).hasSize(1);
  }

  @Test
  void theAliasMovesToTheNextRunsVersion() {
    Deployer<Dataset<Row>> deployer = deployer(options("champion", null));
    deployer.deploy(directory, context("run-1"));

    deployer.deploy(directory, context("run-2"));

    assertThat(registry.alias("churn", "champion").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aDamagedPackageIsNotRegistered() throws IOException {
    Files.writeString(directory.resolve("extra"), "");

    assertThatThrownBy(() -> deployer(options(null, null)).deploy(directory, context("run-1")))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "The model package at %s is damaged: the file extra is not in model.json. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again.",
            directory);
    assertThat(registry.models()).isEmpty();
  }

  @Test
  void theTargetTellsCoreWhereThePackageStarts() {
    assertThat(deployer(options(null, null)).target())
        .isEqualTo(new DeploymentTarget("churn", "raw", DeploymentTarget.Form.ENGINE));
  }

  @Test
  void namesThatCantBeTypedBackAreRefused() {
    assertThatThrownBy(() -> deployer(new RegistryOptions("a b", null, null, null, null, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "model 'a b': a name starts with a letter or digit, and goes on with those, '.', '_' and '-'");
    assertThatThrownBy(() -> deployer(options("3", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'3' can't be an alias; use a small letter, then small letters, digits, '_' and '-'");
    assertThatThrownBy(() -> deployer(options("v2", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'v2' can't be an alias: registries mean the version 2 by it; take another name, as"
                + " champion");
  }
}
