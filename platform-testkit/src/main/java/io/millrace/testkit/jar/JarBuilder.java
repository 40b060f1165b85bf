package io.millrace.testkit.jar;

import io.millrace.api.ApiVersion;
import io.millrace.api.StageFactory;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Builds a jar while a test runs, from Java source text compiled against the test's own class path.
 * The same calls give the same bytes. Not thread-safe; used once.
 */
public final class JarBuilder {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private final Manifest manifest = new Manifest();

  private JarBuilder() {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A jar without a word on the api version, and without a list of stages. */
  public static JarBuilder library() {
    return new JarBuilder();
  }

  /** A plugin's jar, built against the api at hand, that lists these factories. */
  public static JarBuilder plugin(String... factories) {
    return new JarBuilder()
        .attribute(ApiVersion.MANIFEST_ATTRIBUTE, ApiVersion.CURRENT.toString())
        .file("META-INF/services/" + StageFactory.class.getName(), String.join("\n", factories));
  }

  /** Adds a class, to be compiled. */
  public JarBuilder source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Adds a file. */
  public JarBuilder file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file. */
  public JarBuilder file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** Sets an attribute of the manifest. */
  public JarBuilder attribute(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  /**
   * Adds all files of another jar but its {@code META-INF}, as shading does; compiles against it.
   */
  public JarBuilder including(Path jar) {
    classPath.add(jar);
    try (JarFile other = new JarFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) other.stream().map(e -> (ZipEntry) e)::iterator) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
          files.put(entry.getName(), other.getInputStream(entry).readAllBytes());
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles against a jar or a directory that the jar to be built will not hold. */
  public JarBuilder against(Path jar) {
    classPath.add(jar);
    return this;
  }

  /**
   * Writes the jar, replacing what is there.
   *
   * @return {@code jar}
   * @throws IllegalArgumentException with the compiler's messages, if a source is wrong
   */
  public Path build(Path jar) {
    if (!sources.isEmpty()) {
      files.putAll(SourceCompiler.compile(sources, classPathText()));
    }
    try {
      Files.createDirectories(jar.toAbsolutePath().getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar))) {
        write(out);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream out) throws IOException {
    try (JarOutputStream zip = new JarOutputStream(out)) {
      ZipEntry first = entry(JarFile.MANIFEST_NAME);
      zip.putNextEntry(first);
      manifest.write(zip);
      zip.closeEntry();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(entry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    return entry;
  }

  /** What {@link #including} and {@link #against} name comes before the test's own class path. */
  private String classPathText() {
    StringBuilder text = new StringBuilder();
    classPath.forEach(jar -> text.append(jar).append(File.pathSeparator));
    return text.append(System.getProperty("java.class.path")).toString();
  }
}
