package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.core.catalog.BrokenProvider;
import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read of a plugin that is broken, and that a sound one beside it works. */
class BrokenPluginTest {
  private static final String FACTORY = "com.acme.bad.Factory";
  private static final String LIST = "META-INF/services/io.millrace.api.StageFactory";

  @TempDir Path directory;

  static Stream<Arguments> jars() {
    return Stream.of(
        arguments(
            JarBuilder.library(),
            "it offers no stage: it has no " + LIST + ", which names the factories"),
        arguments(
            JarBuilder.plugin("# nothing yet"),
            "it offers no stage: its " + LIST + " names no factory"),
        arguments(
            JarBuilder.library().file(LIST, FACTORY),
            "its manifest does not say which api it was built against; let the build write"
                + " 'Millrace-Api-Version: 1.0' there"),
        arguments(
            JarBuilder.plugin(FACTORY).attribute("Millrace-Api-Version", "${api.version}"),
            "its manifest's Millrace-Api-Version: '${api.version}' is no api version; write it as"
                + " 1.0"),
        arguments(
            JarBuilder.plugin(FACTORY).attribute("Millrace-Api-Version", "0.9"),
            "it was built against api 0.9, and this Millrace has api 1.0; build the plugin against"
                + " this Millrace"),
        arguments(
            JarBuilder.plugin(FACTORY).attribute("Millrace-Api-Version", "1.1"),
            "it was built against api 1.1, and this Millrace has api 1.0; use a newer Millrace, or"
                + " build the plugin against this one"),
        arguments(
            JarBuilder.plugin(FACTORY).attribute("Millrace-Api-Version", "2.0"),
            "it was built against api 2.0, and this Millrace has api 1.0; use a newer Millrace, or"
                + " build the plugin against this one"));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void aJarThatIsNoPluginIsNamedWithTheReason(JarBuilder jar, String reason) throws IOException {
    Path bad = jar.build(directory.resolve("bad.jar"));

    assertThat(broken(bad)).containsExactly("plugin bad.jar can't be used: " + reason);
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "<html>404 not found</html>");
    Path empty = Files.createFile(directory.resolve("empty.jar"));
    Path hollow = directory.resolve("hollow.jar");
    new ZipOutputStream(Files.newOutputStream(hollow)).close();
    Path cut = JarBuilder.plugin(FACTORY).build(directory.resolve("cut.jar"));
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    Path dangling = Files.createSymbolicLink(directory.resolve("gone.jar"), Path.of("nowhere"));

    assertThat(broken(text))
        .containsExactly(
            "plugin text.jar can't be used: it is no jar, or was cut short: zip END header not"
                + " found");
    assertThat(broken(empty))
        .containsExactly("plugin empty.jar can't be used: the file is empty; copy it again");
    assertThat(broken(hollow))
        .containsExactly("plugin hollow.jar can't be used: it holds no files; build it again");
    assertThat(broken(cut))
        .containsExactly(
            "plugin cut.jar can't be used: it is no jar, or was cut short: zip END header not"
                + " found");
    Files.move(dangling, Files.createDirectory(directory.resolve("links")).resolve("gone.jar"));
    assertThat(broken(directory.resolve("links")))
        .containsExactly("plugin gone.jar can't be used: the file is gone");
  }

  static Stream<Arguments> factories() {
    String contract = "; a factory is a public class with a public constructor without parameters";
    return Stream.of(
        arguments(
            FACTORY,
            edit(source -> "package com.acme.bad; public class Factory {}"),
            "it does not implement io.millrace.api.StageFactory"),
        arguments(
            FACTORY,
            edit(source -> source.replace("public final class", "final class")),
            "it is not public or abstract" + contract),
        arguments(
            FACTORY,
            edit(
                source ->
                    source.replace("{\n  public record", "{\n Factory(int n) {} public record")),
            "it has no such constructor" + contract),
        arguments(
            FACTORY,
            edit(source -> member(source, "public Factory() { int[] a = new int[0]; a[7] = 1; }")),
            "it failed when it was made: ArrayIndexOutOfBoundsException: Index 7 out of bounds for"
                + " length 0"),
        arguments(
            FACTORY,
            edit(source -> member(source, "static final int N = Integer.parseInt(\"many\");")),
            "it failed when it was made: NumberFormatException: For input string: \"many\""),
        arguments(
            FACTORY,
            edit(source -> source.replace("\"deploy/bad\"", "\"Deploy Bad\"")),
            "its name is 'Deploy Bad'; a deployer is named deploy/ and lower-case words joined by"
                + " dashes"),
        arguments(
            FACTORY,
            edit(source -> source.replace("\"deploy/bad\"", "null")),
            "it failed when it was made: NullPointerException: name() is null"),
        arguments(
            "deploy/bad",
            edit(source -> source.replace("\"help\"", "null")),
            "it failed when it was made: NullPointerException: help() is null"),
        arguments(
            "deploy/bad",
            edit(
                source ->
                    source.replace(
                        "return Options.class", "return (Class<Options>) (Class) String.class")),
            "its options java.lang.String are no record"));
  }

  @ParameterizedTest
  @MethodSource("factories")
  void aBrokenFactoryIsNamedAndTheJarsOtherStagesWork(
      String provider, UnaryOperator<String> edit, String reason) throws IOException {
    Path jar =
        JarBuilder.plugin(FACTORY, "com.acme.good.Factory")
            .source(FACTORY, edit.apply(source()))
            .source("com.acme.good.Factory", good())
            .build(directory.resolve("bad.jar"));

    assertThat(broken(jar))
        .containsExactly("provider " + provider + " in bad.jar is broken: " + reason);
  }

  @Test
  void aFactoryWhoseClassTheJarLacksIsNamed() throws IOException {
    Path jar = JarBuilder.plugin(FACTORY).build(directory.resolve("bad.jar"));

    assertThat(broken(jar))
        .containsExactly(
            "provider com.acme.bad.Factory in bad.jar is broken: the jar lists it but does not hold"
                + " its class");
  }

  @Test
  void aFactoryWhoseLibraryIsMissingIsNamedWithTheClassThatItNeeds() throws IOException {
    Path library =
        JarBuilder.library()
            .source("com.acme.lib.Words", PluginSources.text("com.acme.lib.Words", "hello"))
            .build(directory.resolve("lib.zip"));
    Path jar =
        JarBuilder.plugin(FACTORY)
            .against(library)
            .source(
                FACTORY, PluginSources.factory(FACTORY, "deploy/bad", "com.acme.lib.Words.text()"))
            .build(directory.resolve("bad.jar"));

    assertThat(broken(jar))
        .containsExactly(
            "provider deploy/bad in bad.jar is broken: it needs the class com.acme.lib.Words, which"
                + " neither its jar nor Millrace holds; build the library into the jar");
  }

  @Test
  void aFactoryForANewerJavaIsNamedWithBothVersions() throws IOException {
    Path jar =
        JarBuilder.plugin(FACTORY).source(FACTORY, source()).build(directory.resolve("new.jar"));
    byte[] compiled = read(jar, "com/acme/bad/Factory.class");
    // JVM specification, 4.1: bytes 6 and 7 are the major version; 144 would be Java 100.
    compiled[7] = (byte) 144;
    Path bad =
        JarBuilder.plugin(FACTORY)
            .file("com/acme/bad/Factory.class", compiled)
            .build(directory.resolve("bad.jar"));

    assertThat(broken(bad))
        .containsExactly(
            "provider com.acme.bad.Factory in bad.jar is broken: it was built for Java 100, and"
                + " this is Java "
                + Runtime.version().feature()
                + "; build it for 17");
  }

  /** The texts of what is broken; fails unless a sound plugin beside it works. */
  private List<String> broken(Path bad) throws IOException {
    Path sound =
        JarBuilder.plugin("com.acme.sound.Factory")
            .source(
                "com.acme.sound.Factory",
                PluginSources.factory("com.acme.sound.Factory", "deploy/sound", "\"sound\""))
            .build(directory.resolve("sound/sound.jar"));
    ClassLoader host = getClass().getClassLoader();
    try (DiscoveredStages stages = StageDiscovery.of(host, List.of(bad, sound))) {
      assertThat(stages.catalog().require("deploy/sound").factory().help()).isEqualTo("sound");
      if (!stages.pluginJars().equals(List.of(sound))) {
        assertThat(stages.catalog().require("deploy/good").factory().help()).isEqualTo("good");
      }
      return stages.catalog().broken().stream().map(BrokenProvider::text).toList();
    }
  }

  private static UnaryOperator<String> edit(UnaryOperator<String> edit) {
    return edit;
  }

  private static String member(String source, String member) {
    return source.replace("  public record", "  " + member + "\n  public record");
  }

  private static String source() {
    return PluginSources.factory(FACTORY, "deploy/bad", "\"help\"");
  }

  private static String good() {
    return PluginSources.factory("com.acme.good.Factory", "deploy/good", "\"good\"");
  }

  private static byte[] read(Path jar, String entry) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream in = file.getInputStream(file.getJarEntry(entry))) {
      return in.readAllBytes();
    }
  }
}
