package io.millrace.core.plugin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Host and plugin hold the same names, with different content, in a package of each kind; what each
 * door of the loader gives tells who gave it.
 */
class PluginLoaderTest {
  private static final String ONLY = "io.millrace.api.invented.";
  private static final String FIRST = "org.apache.spark.invented.";
  private static final String CHILD = "com.acme.invented.";

  @TempDir Path directory;

  private URLClassLoader host;
  private PluginLoader plugin;

  @BeforeEach
  void open() throws MalformedURLException {
    Path hostJar = holder("host").build(directory.resolve("host.jar"));
    Path pluginJar =
        addTo(holder("plugin"), "OwnThing", "plugin").build(directory.resolve("plugin.jar"));
    host =
        new URLClassLoader(
            new URL[] {hostJar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    plugin = PluginLoader.of(pluginJar, host);
  }

  @AfterEach
  void close() throws IOException {
    plugin.close();
    host.close();
  }

  @Test
  void contractsComeFromTheHostAloneThroughEveryDoor() throws Exception {
    assertThat(textOf(ONLY + "Thing")).isEqualTo("host");
    assertThat(resource(ONLY, "thing.txt")).isEqualTo("host");
    assertThat(stream(ONLY, "thing.txt")).isEqualTo("host");
    assertThat(resources(ONLY, "thing.txt")).containsExactly("host");
  }

  @Test
  void contractsThatTheHostLacksAreNotTakenFromTheJar() throws Exception {
    assertThatThrownBy(() -> plugin.loadClass(ONLY + "OwnThing"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(plugin.getResource(path(ONLY, "own-thing.txt"))).isNull();
    assertThat(resources(ONLY, "own-thing.txt")).isEmpty();
    assertThat(plugin.ownClass(ONLY + "OwnThing")).isEmpty();
    assertThat(plugin.ownResources(path(ONLY, "own-thing.txt"))).isEmpty();
  }

  @Test
  void enginePackagesComeFromTheHostFirstThroughEveryDoor() throws Exception {
    assertThat(textOf(FIRST + "Thing")).isEqualTo("host");
    assertThat(resource(FIRST, "thing.txt")).isEqualTo("host");
    assertThat(stream(FIRST, "thing.txt")).isEqualTo("host");
    assertThat(resources(FIRST, "thing.txt")).containsExactly("host", "plugin");
  }

  @Test
  void enginePackagesThatTheHostLacksComeFromTheJar() throws Exception {
    assertThat(textOf(FIRST + "OwnThing")).isEqualTo("plugin");
    assertThat(resource(FIRST, "own-thing.txt")).isEqualTo("plugin");
    assertThat(resources(FIRST, "own-thing.txt")).containsExactly("plugin");
  }

  @Test
  void librariesComeFromTheJarFirstThroughEveryDoor() throws Exception {
    assertThat(textOf(CHILD + "Thing")).isEqualTo("plugin");
    assertThat(resource(CHILD, "thing.txt")).isEqualTo("plugin");
    assertThat(stream(CHILD, "thing.txt")).isEqualTo("plugin");
    assertThat(resources(CHILD, "thing.txt")).containsExactly("plugin", "host");
  }

  @Test
  void librariesThatTheJarLacksComeFromTheHost() throws Exception {
    assertThat(textOf(CHILD + "HostThing")).isEqualTo("host");
    assertThat(resource(CHILD, "host-thing.txt")).isEqualTo("host");
    assertThat(resources(CHILD, "host-thing.txt")).containsExactly("host");
  }

  @Test
  void whatNeitherHoldsIsMissingThroughEveryDoor() throws Exception {
    for (String root : List.of(ONLY, FIRST, CHILD)) {
      assertThatThrownBy(() -> plugin.loadClass(root + "Nothing"))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessage(root + "Nothing");
      assertThat(plugin.getResource(path(root, "nothing.txt"))).isNull();
      assertThat(resources(root, "nothing.txt")).isEmpty();
    }
  }

  @Test
  void aClassIsDefinedOnceHoweverItIsAskedFor() throws Exception {
    Class<?> loaded = plugin.loadClass(CHILD + "Thing");

    assertThat(plugin.loadClass(CHILD + "Thing")).isSameAs(loaded);
    assertThat(plugin.ownClass(CHILD + "Thing")).hasValue(loaded);
  }

  @Test
  void theCompositeAsksTheHostThenThePluginsInTheirOrder() throws Exception {
    Path other =
        addTo(holder("other"), "OtherThing", "other").build(directory.resolve("other.jar"));
    try (CompositeLoader composite =
        new CompositeLoader(host, List.of(plugin, PluginLoader.of(other, host)))) {
      assertThat(text(composite.loadClass(CHILD + "Thing"))).isEqualTo("host");
      assertThat(text(composite.loadClass(CHILD + "OtherThing"))).isEqualTo("other");
      assertThat(composite.loadClass(CHILD + "OwnThing"))
          .isSameAs(plugin.loadClass(CHILD + "OwnThing"));
      assertThat(read(requireNonNull(composite.getResource(path(CHILD, "own-thing.txt")))))
          .isEqualTo("plugin");
      assertThat(read(Collections.list(composite.getResources(path(CHILD, "thing.txt")))))
          .containsExactly("host", "plugin", "other");
      assertThat(read(Collections.list(composite.getResources(path(ONLY, "thing.txt")))))
          .containsExactly("host");
      assertThat(composite.getResource(path(ONLY, "own-thing.txt"))).isNull();
      assertThatThrownBy(() -> composite.loadClass(ONLY + "OwnThing"))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessage(ONLY + "OwnThing");
    }
  }

  private static JarBuilder holder(String text) {
    JarBuilder jar = addTo(JarBuilder.library(), "Thing", text);
    return text.equals("host") ? addTo(jar, "HostThing", text) : jar;
  }

  /** Adds a class of that name, and a text file, to each package. */
  private static JarBuilder addTo(JarBuilder jar, String name, String text) {
    String file = name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    for (String root : List.of(ONLY, FIRST, CHILD)) {
      jar.source(root + name, PluginSources.text(root + name, text));
      jar.file(path(root, file + ".txt"), text);
    }
    return jar;
  }

  private static String path(String root, String file) {
    return root.replace('.', '/') + file;
  }

  private String textOf(String className) throws ReflectiveOperationException {
    return text(plugin.loadClass(className));
  }

  private static String text(Class<?> type) throws ReflectiveOperationException {
    return (String) type.getMethod("text").invoke(null);
  }

  private String resource(String root, String file) throws IOException {
    return read(requireNonNull(plugin.getResource(path(root, file))));
  }

  private String stream(String root, String file) throws IOException {
    try (InputStream in = requireNonNull(plugin.getResourceAsStream(path(root, file)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> resources(String root, String file) throws IOException {
    return read(Collections.list(plugin.getResources(path(root, file))));
  }

  private static List<String> read(List<URL> urls) throws IOException {
    List<String> texts = new ArrayList<>();
    for (URL url : urls) {
      texts.add(read(url));
    }
    return texts;
  }

  private static String read(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
