package io.millrace.testkit.jar;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java source text to class files in memory. */
final class SourceCompiler {
  private SourceCompiler() {}

  /** The class files by their names in a jar, of sources by their class names. */
  static SortedMap<String, byte[]> compile(Map<String, String> sources, String classPath) {
    JavaCompiler compiler =
        requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "tests that compile need a JDK, not a JRE");
    List<Source> units =
        sources.entrySet().stream().map(s -> new Source(s.getKey(), s.getValue())).toList();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager disk =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles files = new MemoryFiles(disk)) {
      List<String> options =
          List.of("-classpath", classPath, "-proc:none", "-nowarn", "--release", "17");
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException("the source does not compile:\n" + messages);
      }
      return files.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source file that is a text. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(
          URI.create("source:///" + className.replace('.', '/') + Kind.SOURCE.extension),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** A class file that is kept in memory. */
  private static final class Compiled extends SimpleJavaFileObject {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Compiled(String className) {
      super(
          URI.create("class:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return content;
    }

    byte[] bytes() {
      return content.toByteArray();
    }
  }

  /** Keeps what the compiler writes. */
  private static final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private final SortedMap<String, Compiled> written = new TreeMap<>();

    MemoryFiles(JavaFileManager disk) {
      super(disk);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      Compiled compiled = new Compiled(className);
      written.put(className.replace('.', '/') + kind.extension, compiled);
      return compiled;
    }

    SortedMap<String, byte[]> classes() {
      SortedMap<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, compiled) -> classes.put(name, compiled.bytes()));
      return classes;
    }
  }
}
