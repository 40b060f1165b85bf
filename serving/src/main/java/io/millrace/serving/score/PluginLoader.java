package io.millrace.serving.score;

import static io.millrace.api.error.StandardError.PLUGIN_REFUSED;

import io.millrace.api.error.MillraceException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one plugin's jar: its own before the server's, so that it may hold other versions
 * of libraries; but for the interfaces that both speak, which are the server's alone.
 */
final class PluginLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of("java.", "io.millrace.api.", "io.millrace.model.", "org.jspecify.");

  static {
    registerAsParallelCapable();
  }

  private PluginLoader(URL jar) {
    super("plugin " + jar, new URL[] {jar}, PluginLoader.class.getClassLoader());
  }

  static PluginLoader of(Path jar) {
    try {
      return new PluginLoader(jar.toUri().toURL());
    } catch (MalformedURLException e) {
      throw new MillraceException(PLUGIN_REFUSED, "%s is no place of a jar.".formatted(jar), e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SHARED.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = ownOrParent(name, resolve);
      }
      return found;
    }
  }

  private Class<?> ownOrParent(String name, boolean resolve) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, resolve);
    }
  }

  /** Whether it gave that class itself. */
  boolean owns(Class<?> type) {
    return type.getClassLoader() == this;
  }
}
