package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageLookup;
import io.millrace.core.catalog.StageOrigin;
import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageDiscoveryTest {
  private static final ClassLoader HOST = StageDiscoveryTest.class.getClassLoader();

  @TempDir Path directory;

  @Test
  void aPluginsStageIsFoundWithItsJarAndTheJarsHash() throws IOException {
    Path jar = plugin("com.acme.one.Factory", "deploy/one").build(directory.resolve("one.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(HOST, List.of(jar))) {
      OfferedStage stage = stages.catalog().require("deploy/one");
      assertThat(stage.factory().help()).isEqualTo("help of deploy/one");
      assertThat(stage.factory().getClass().getClassLoader().getName()).isEqualTo("plugin one.jar");
      assertThat(stage.origin()).isEqualTo(new StageOrigin("one.jar", jar));
      assertThat(stage.codeHash()).isEqualTo(CodeHash.ofFile(jar));
      assertThat(stages.pluginJars()).containsExactly(jar);
      assertThat(stages.catalog().broken()).isEmpty();
    }
  }

  @Test
  void theClassLoaderOfferedToTheEngineGivesThePluginsOwnClasses() throws Exception {
    Path jar = plugin("com.acme.one.Factory", "deploy/one").build(directory.resolve("one.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(HOST, List.of(jar))) {
      assertThat(stages.classLoader().loadClass("com.acme.one.Factory"))
          .isSameAs(stages.catalog().require("deploy/one").factory().getClass());
      assertThat(stages.classLoader().loadClass(StageDiscovery.class.getName()))
          .isSameAs(StageDiscovery.class);
    }
  }

  @Test
  void aDirectoryGivesItsJarsAndNothingElseAndAJarNamedTwiceCountsOnce() throws IOException {
    Path jar = plugin("com.acme.one.Factory", "deploy/one").build(directory.resolve("b.jar"));
    plugin("com.acme.two.Factory", "deploy/two").build(directory.resolve("a.jar"));
    Files.writeString(directory.resolve("README.txt"), "not a plugin");
    Files.createDirectory(directory.resolve("old"));
    plugin("com.acme.three.Factory", "deploy/three").build(directory.resolve("old/c.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(HOST, List.of(directory, jar))) {
      assertThat(stages.pluginJars()).containsExactly(directory.resolve("a.jar"), jar);
      assertThat(stages.catalog().find("deploy/three")).isInstanceOf(StageLookup.Refused.class);
      assertThat(stages.catalog().broken()).isEmpty();
    }
  }

  @Test
  void aPlaceThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> StageDiscovery.of(HOST, List.of(Path.of("no/such/plugins"))))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(StandardError.NOT_FOUND))
        .hasMessage(
            "there is no plugin at 'no/such/plugins'; name a jar, or a directory that holds jars");
  }

  @Test
  void stagesOnTheClassPathAreFoundAndIdentifiedByTheirOwnCode() throws IOException {
    OfferedStage first = onClassPath(application("deploy/own").build(directory.resolve("a.jar")));
    OfferedStage rebuilt = onClassPath(application("deploy/own").build(directory.resolve("b.jar")));
    JarBuilder changed =
        application("deploy/own")
            .source("com.acme.jobs.Extra", PluginSources.text("com.acme.jobs.Extra", "more"));
    OfferedStage other = onClassPath(changed.build(directory.resolve("c.jar")));

    assertThat(first.origin()).isEqualTo(new StageOrigin("a.jar", null));
    assertThat(first.codeHash()).hasSize(64).isEqualTo(rebuilt.codeHash());
    assertThat(other.codeHash()).isNotEqualTo(first.codeHash());
  }

  @Test
  void aBrokenStageOnTheClassPathIsNamedAndHarmsNoOther() throws IOException {
    Path jar =
        application("deploy/own")
            .file(
                ProviderNames.RESOURCES.get(0),
                "com.acme.jobs.Gone\ncom.acme.jobs.Factory # ours\n")
            .build(directory.resolve("job.jar"));

    try (URLClassLoader host = host(jar);
        DiscoveredStages stages = StageDiscovery.onClassPath(host)) {
      assertThat(stages.catalog().require("deploy/own").origin().name()).isEqualTo("job.jar");
      assertThat(stages.catalog().broken())
          .extracting(broken -> broken.text())
          .containsExactly(
              "provider com.acme.jobs.Gone in built in is broken: the class path lists it but does"
                  + " not hold its class");
    }
  }

  @Test
  void aFamilyOffersEachOfItsStagesAndABadOneHarmsNoOther() {
    Path jar =
        JarBuilder.library()
            .attribute("Millrace-Api-Version", "1.0")
            .file(ProviderNames.RESOURCES.get(1), "com.acme.Family")
            .source("com.acme.One", factory("com.acme.One", "deploy/one"))
            .source("com.acme.Two", factory("com.acme.Two", "Two"))
            .source("com.acme.Three", factory("com.acme.Three", "deploy/three"))
            .source("com.acme.Family", PluginSources.family("One", "Two", "Three"))
            .build(directory.resolve("family.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(HOST, List.of(jar))) {
      assertThat(stages.catalog().require("deploy/one").origin().name()).isEqualTo("family.jar");
      assertThat(stages.catalog().require("deploy/three").codeHash()).hasSize(64);
      assertThat(stages.catalog().broken())
          .extracting(broken -> broken.text())
          .containsExactly(
              "provider com.acme.Two in family.jar is broken: its name is 'Two'; a deployer is"
                  + " named deploy/ and lower-case words joined by dashes");
    }
  }

  @Test
  void aNameThatTwoJarsOfferIsRefusedNamingBoth() {
    Path one = plugin("com.acme.one.Factory", "deploy/same").build(directory.resolve("one.jar"));
    Path two = plugin("com.acme.two.Factory", "deploy/same").build(directory.resolve("two.jar"));
    Path three = plugin("com.acme.three.Factory", "deploy/it").build(directory.resolve("x.jar"));

    try (DiscoveredStages stages = StageDiscovery.of(HOST, List.of(one, two, three))) {
      assertThat(stages.catalog().find("deploy/same"))
          .isEqualTo(
              new StageLookup.Refused(
                  StandardError.PLUGIN_REFUSED,
                  "stage 'deploy/same' is offered by one.jar and two.jar; remove one of them"));
      assertThat(stages.catalog().require("deploy/it").origin().name()).isEqualTo("x.jar");
    }
  }

  @Test
  void anEarlierPlaceStandsInForAnotherBuildOfThePluginInALaterOne() throws IOException {
    Path homes = Files.createDirectory(directory.resolve("plugins"));
    Path old = plugin("com.acme.one.Factory", "deploy/one").build(homes.resolve("one-1.0.jar"));
    Path other = plugin("com.acme.two.Factory", "deploy/two").build(homes.resolve("two.jar"));
    Path named =
        plugin("com.acme.one.Factory", "deploy/one")
            .source("com.acme.one.Extra", PluginSources.text("com.acme.one.Extra", "new"))
            .build(directory.resolve("one-1.1.jar"));

    try (DiscoveredStages stages =
        StageDiscovery.inOrder(HOST, List.of(List.of(named), List.of(homes)))) {
      assertThat(stages.catalog().require("deploy/one").origin().jar()).contains(named);
      assertThat(stages.catalog().require("deploy/two").origin().jar()).contains(other);
      assertThat(stages.pluginJars()).containsExactly(named, other).doesNotContain(old);
      assertThat(stages.catalog().broken()).isEmpty();
    }
  }

  @Test
  void twoPluginsThatOfferOneNameAreNoBuildsOfOneAnother() throws IOException {
    Path named = plugin("com.acme.one.Factory", "deploy/same").build(directory.resolve("one.jar"));
    Path homes = plugin("com.acme.two.Factory", "deploy/same").build(directory.resolve("two.jar"));

    try (DiscoveredStages stages =
        StageDiscovery.inOrder(HOST, List.of(List.of(named), List.of(homes)))) {
      assertThat(stages.catalog().find("deploy/same"))
          .isEqualTo(
              new StageLookup.Refused(
                  StandardError.PLUGIN_REFUSED,
                  "stage 'deploy/same' is offered by one.jar and two.jar; remove one of them"));
    }
  }

  @Test
  void aBrokenStandInIsToldAndNotReplacedByWhatItStandsInFor() throws IOException {
    Path homes = plugin("com.acme.one.Factory", "deploy/one").build(directory.resolve("old.jar"));
    Path broken =
        JarBuilder.plugin("com.acme.one.Factory")
            .source(
                "com.acme.one.Factory",
                "package com.acme.one; public final class Factory { Factory() {} }")
            .build(directory.resolve("new.jar"));

    try (DiscoveredStages stages =
        StageDiscovery.inOrder(HOST, List.of(List.of(broken), List.of(homes)))) {
      assertThat(stages.catalog().find("deploy/one")).isInstanceOf(StageLookup.Refused.class);
      assertThat(stages.catalog().broken())
          .extracting(found -> found.origin().name())
          .containsExactly("new.jar");
    }
  }

  @Test
  void aJarThatBundlesTheHostsStagesDoesNotMakeThemAmbiguous() throws IOException {
    Path application = application("deploy/own").build(directory.resolve("app.jar"));
    Path fat =
        JarBuilder.plugin("com.acme.one.Factory", "com.acme.jobs.Factory")
            .including(application)
            .source("com.acme.one.Factory", factory("com.acme.one.Factory", "deploy/one"))
            .build(directory.resolve("fat.jar"));

    try (URLClassLoader host = host(application);
        DiscoveredStages stages = StageDiscovery.of(host, List.of(fat))) {
      assertThat(stages.catalog().require("deploy/own").origin().name()).isEqualTo("app.jar");
      assertThat(stages.catalog().require("deploy/one").origin().name()).isEqualTo("fat.jar");
      assertThat(stages.catalog().broken())
          .extracting(broken -> broken.text())
          .containsExactly(
              "provider com.acme.jobs.Factory in fat.jar is broken: the class belongs to Millrace"
                  + " or to the application, not to a plugin; give its library the scope 'provided'"
                  + " where the jar is built");
    }
  }

  private OfferedStage onClassPath(Path jar) throws IOException {
    try (URLClassLoader host = host(jar);
        DiscoveredStages stages = StageDiscovery.onClassPath(host)) {
      return stages.catalog().require("deploy/own");
    }
  }

  private static URLClassLoader host(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, HOST);
  }

  private static JarBuilder plugin(String className, String name) {
    return JarBuilder.plugin(className).source(className, factory(className, name));
  }

  /** A jar as it lies on the class path of a fat-jar job: nobody asks for its api version. */
  private static JarBuilder application(String name) {
    return JarBuilder.library()
        .file(ProviderNames.RESOURCES.get(0), "com.acme.jobs.Factory")
        .source("com.acme.jobs.Factory", factory("com.acme.jobs.Factory", name));
  }

  private static String factory(String className, String name) {
    return PluginSources.factory(className, name, "\"help of " + name + "\"");
  }

  @Test
  void aJarThatBringsADriverAloneIsSeenByStages() throws Exception {
    Path jar =
        JarBuilder.library()
            .source("com.acme.db.AcmeDriver", "package com.acme.db; public class AcmeDriver {}")
            .file("META-INF/services/java.sql.Driver", "com.acme.db.AcmeDriver")
            .build(directory.resolve("driver.jar"));

    try (DiscoveredStages stages =
        StageDiscovery.of(StageDiscoveryTest.class.getClassLoader(), List.of(jar))) {
      assertThat(stages.pluginJars()).containsExactly(jar);
      assertThat(stages.catalog().broken()).isEmpty();
      assertThat(stages.classLoader().loadClass("com.acme.db.AcmeDriver")).isNotNull();
    }
  }
}
