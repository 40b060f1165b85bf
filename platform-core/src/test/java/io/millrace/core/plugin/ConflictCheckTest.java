package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.testkit.jar.JarBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two plugins with different versions of one library: fine in one JVM, refused on a cluster. */
class ConflictCheckTest {
  private static final String LIBRARY = "com.acme.lib.Version";

  @TempDir Path directory;

  @Test
  void eachPluginWorksWithItsOwnVersionOfALibraryInOneJvm() {
    try (DiscoveredStages stages = StageDiscovery.of(host(), List.of(one("1"), two("2")))) {
      assertThat(stages.catalog().require("deploy/one").factory().help()).isEqualTo("library 1");
      assertThat(stages.catalog().require("deploy/two").factory().help()).isEqualTo("library 2");
      assertThatCode(() -> stages.refuseConflicts("local[*]")).doesNotThrowAnyException();
      assertThatCode(() -> stages.refuseConflicts("local")).doesNotThrowAnyException();
    }
  }

  @Test
  void onAClusterTheyAreRefusedNamingBothJarsTheClassAndTheRemedy() {
    try (DiscoveredStages stages = StageDiscovery.of(host(), List.of(one("1"), two("2")))) {
      for (String master :
          List.of("spark://host:7077", "yarn", "k8s://x", "local-cluster[2,1,1]")) {
        assertThatThrownBy(() -> stages.refuseConflicts(master))
            .isInstanceOfSatisfying(
                MillraceException.class,
                e -> assertThat(e.code()).isEqualTo(StandardError.PLUGIN_REFUSED))
            .hasMessage(
                "plugins one.jar and two.jar hold different versions of class com.acme.lib.Version,"
                    + " of which a cluster's executors would load one for both; relocate the library"
                    + " in one of the jars (maven-shade-plugin, <relocation>), build both with one"
                    + " version, or run with --master local[*]");
      }
    }
  }

  @Test
  void theSameVersionInBothIsNoConflict() {
    try (DiscoveredStages stages = StageDiscovery.of(host(), List.of(one("1"), two("1")))) {
      assertThatCode(() -> stages.refuseConflicts("yarn")).doesNotThrowAnyException();
    }
  }

  @Test
  void otherClassesThatDifferAreCountedAndTheFirstByNameIsNamed() {
    Path left = library("left.jar", "1", "b.B", "a.A", "a.C");
    Path right = library("right.jar", "2", "b.B", "a.A", "a.C");

    assertThatThrownBy(() -> ConflictCheck.refuse(List.of(left, right)))
        .hasMessageStartingWith(
            "plugins left.jar and right.jar hold different versions of class a.A and of 2 more, of");
  }

  @Test
  void classesThatOnlyTheHostGivesDoNotCount() {
    Path left = library("left.jar", "1", "io.millrace.api.Copied");
    Path right = library("right.jar", "2", "io.millrace.api.Copied");

    assertThatCode(() -> ConflictCheck.refuse(List.of(left, right))).doesNotThrowAnyException();
  }

  private Path one(String version) {
    return plugin("com.acme.one.Factory", "deploy/one", version, "one.jar");
  }

  private Path two(String version) {
    return plugin("com.acme.two.Factory", "deploy/two", version, "two.jar");
  }

  private Path plugin(String factory, String name, String version, String jar) {
    String help = "\"library \" + " + LIBRARY + ".text()";
    return JarBuilder.plugin(factory)
        .source(factory, PluginSources.factory(factory, name, help))
        .source(LIBRARY, PluginSources.text(LIBRARY, version))
        .build(directory.resolve(jar));
  }

  private Path library(String jar, String version, String... classes) {
    JarBuilder builder = JarBuilder.library();
    for (String name : classes) {
      builder.source(name, PluginSources.text(name, version));
    }
    return builder.build(directory.resolve(jar));
  }

  private static ClassLoader host() {
    return ConflictCheckTest.class.getClassLoader();
  }
}
