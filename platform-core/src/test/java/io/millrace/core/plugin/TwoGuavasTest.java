package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StageFactory;
import io.millrace.api.error.MillraceException;
import io.millrace.testkit.jar.JarBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two plugins that bring two real versions of Guava, beside the one that Guice brings to the host.
 * Each calls what the other's version lacks.
 */
class TwoGuavasTest {
  /** Guava 21 took {@code Objects.firstNonNull} away. */
  private static final String ONLY_BEFORE_21 =
      "com.google.common.base.Objects.firstNonNull(null, \"old\")";

  /** Guava 31 added {@code buildOrThrow}. */
  private static final String ONLY_SINCE_31 =
      "com.google.common.collect.ImmutableMap.of(\"a\", \"new\").entrySet().stream()"
          + ".collect(com.google.common.collect.ImmutableMap.Builder<String, String>::new,"
          + " (b, e) -> b.put(e), (l, r) -> {}).buildOrThrow().get(\"a\")";

  @TempDir Path directory;

  @Test
  void eachPluginRunsWithItsOwnGuavaAndAClusterRefusesThem() {
    Path oldJar = plugin("com.acme.old.Factory", "deploy/old", "old.jar", ONLY_BEFORE_21);
    Path newJar = plugin("com.acme.young.Factory", "deploy/new", "new.jar", ONLY_SINCE_31);
    ClassLoader host = getClass().getClassLoader();

    try (DiscoveredStages stages = StageDiscovery.of(host, List.of(oldJar, newJar))) {
      assertThat(factory(stages, "deploy/old").help()).isEqualTo("old");
      assertThat(factory(stages, "deploy/new").help()).isEqualTo("new");
      assertThatThrownBy(() -> stages.refuseConflicts("spark://host:7077"))
          .isInstanceOf(MillraceException.class)
          .hasMessageStartingWith(
              "plugins old.jar and new.jar hold different versions of class com.google.common.");
    }
  }

  @Test
  void aPluginThatBringsNoGuavaGetsTheHosts() {
    Path guava = guava("new.jar");
    Path jar =
        JarBuilder.plugin("com.acme.Bare")
            .against(guava)
            .source(
                "com.acme.Bare",
                PluginSources.factory("com.acme.Bare", "deploy/bare", ONLY_SINCE_31))
            .build(directory.resolve("bare.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(getClass().getClassLoader(), List.of(jar))) {
      assertThat(factory(stages, "deploy/bare").help()).isEqualTo("new");
    }
  }

  private static StageFactory<?, ?> factory(DiscoveredStages stages, String name) {
    return stages.catalog().require(name).factory();
  }

  private Path plugin(String factory, String name, String jar, String help) {
    return JarBuilder.plugin(factory)
        .including(guava(jar))
        .source(factory, PluginSources.factory(factory, name, help))
        .build(directory.resolve(jar));
  }

  private static Path guava(String jar) {
    return Path.of(System.getProperty("guavas"), jar);
  }
}
