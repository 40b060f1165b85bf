package io.millrace.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees the host and all plugins: the host's classes first, then those of the plugins in their
 * order, each defined by its own plugin's loader. It is the thread context class loader when the
 * engine's session starts, and stays so: Spark then reads a plugin's lambdas back as the classes
 * that the plugin made them of.
 *
 * <p>Of a class that several plugins hold, a lookup by name gives the first plugin's. Code inside a
 * plugin is not affected, since its references are resolved by its own loader; but an
 * <em>object</em> of such a class should not be captured by a closure that is sent to executors.
 * Thread-safe.
 */
final class CompositeLoader extends ClassLoader implements AutoCloseable {
  static {
    registerAsParallelCapable();
  }

  private final List<PluginLoader> plugins;

  CompositeLoader(ClassLoader host, List<PluginLoader> plugins) {
    super("plugins", host);
    this.plugins = List.copyOf(plugins);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    for (PluginLoader plugin : plugins) {
      Optional<Class<?>> own = plugin.ownClass(name);
      if (own.isPresent()) {
        return own.get();
      }
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      List<URL> own = owned(name);
      return own.isEmpty() ? null : own.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.enumeration(owned(name));
  }

  private List<URL> owned(String name) throws IOException {
    List<URL> own = new ArrayList<>();
    for (PluginLoader plugin : plugins) {
      own.addAll(plugin.ownResources(name));
    }
    return own;
  }

  /** Closes the plugins' jars. Classes that are loaded stay usable; no more can be loaded. */
  @Override
  public void close() {
    for (PluginLoader plugin : plugins) {
      try {
        plugin.close();
      } catch (IOException e) {
        // Only read from: a jar that can't be closed costs a file handle and harms nothing.
        continue;
      }
    }
  }
}
