package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.plugin.LoadingRules.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadingRulesTest {
  @ParameterizedTest
  @CsvSource({
    "java.sql.Connection, PARENT_ONLY",
    "scala.Option, PARENT_ONLY",
    "io.millrace.api.StageFactory, PARENT_ONLY",
    "io.millrace.api.schema.Schema, PARENT_ONLY",
    "io.millrace.spark.api.SparkDatasets, PARENT_ONLY",
    "io.millrace.model.ModelPackage, PARENT_ONLY",
    "org.slf4j.Logger, PARENT_ONLY",
    "javax.inject.Inject, PARENT_FIRST",
    "org.apache.spark.sql.kafka010.KafkaSource, PARENT_FIRST",
    "org.apache.hadoop.fs.s3a.S3AFileSystem, PARENT_FIRST",
    "io.delta.tables.DeltaTable, PARENT_FIRST",
    "com.google.common.collect.ImmutableList, CHILD_FIRST",
    "com.fasterxml.jackson.databind.ObjectMapper, CHILD_FIRST",
    // A prefix ends at a dot: neighbours of a name are not meant.
    "javafx.scene.Scene, CHILD_FIRST",
    "scalaz.Monad, CHILD_FIRST",
    "io.millrace.apiary.Bee, CHILD_FIRST",
    "org.apache.sparkling.Water, CHILD_FIRST",
    "Unnamed, CHILD_FIRST",
  })
  void aClassAndTheResourcesBesideItFollowOneRule(String className, Source source) {
    assertThat(LoadingRules.PLATFORM.ofClass(className)).isEqualTo(source);
    assertThat(LoadingRules.PLATFORM.ofResource(className.replace('.', '/') + ".class"))
        .isEqualTo(source);
  }

  @Test
  void aPrefixThatWouldCatchItsNeighboursIsRefused() {
    assertThatThrownBy(() -> new LoadingRules(List.of("java."), List.of("org.apache.spark")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prefix 'org.apache.spark' does not end with a dot");
  }
}
