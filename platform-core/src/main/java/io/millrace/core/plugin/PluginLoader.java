package io.millrace.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes and resources of one plugin jar, its own before the host's except where {@link
 * LoadingRules} says otherwise. Classes, single resources and lists of resources follow the same
 * rules. Thread-safe.
 */
final class PluginLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final LoadingRules rules;
  private final ClassLoader host;

  private PluginLoader(Path jar, ClassLoader host, LoadingRules rules) {
    super("plugin " + jar.getFileName(), new URL[] {url(jar)}, host);
    this.rules = rules;
    this.host = host;
  }

  /** A loader for that jar, under the host's loader. The jar stays open until {@link #close}. */
  static PluginLoader of(Path jar, ClassLoader host) {
    return new PluginLoader(jar, host, LoadingRules.PLATFORM);
  }

  /**
   * The class as the jar itself holds it; empty if the jar lacks it or only the host may give it.
   */
  Optional<Class<?>> ownClass(String name) {
    if (rules.ofClass(name) == LoadingRules.Source.PARENT_ONLY) {
      return Optional.empty();
    }
    synchronized (getClassLoadingLock(name)) {
      return Optional.ofNullable(own(name));
    }
  }

  /** The resources that the jar itself holds under that name, if the jar may give them. */
  List<URL> ownResources(String name) throws IOException {
    return rules.ofResource(name) == LoadingRules.Source.PARENT_ONLY
        ? List.of()
        : Collections.list(findResources(name));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found =
          switch (rules.ofClass(name)) {
            case PARENT_ONLY -> host.loadClass(name);
            case PARENT_FIRST -> firstOf(hosts(name), name);
            case CHILD_FIRST -> {
              Class<?> own = own(name);
              yield own != null ? own : host.loadClass(name);
            }
          };
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return switch (rules.ofResource(name)) {
      case PARENT_ONLY -> host.getResource(name);
      case PARENT_FIRST -> {
        URL hosts = host.getResource(name);
        yield hosts != null ? hosts : findResource(name);
      }
      case CHILD_FIRST -> {
        URL own = findResource(name);
        yield own != null ? own : host.getResource(name);
      }
    };
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> own = ownResources(name);
    List<URL> all = new ArrayList<>(Collections.list(host.getResources(name)));
    all.addAll(rules.ofResource(name) == LoadingRules.Source.CHILD_FIRST ? 0 : all.size(), own);
    return Collections.enumeration(all);
  }

  private Class<?> firstOf(@Nullable Class<?> hosts, String name) throws ClassNotFoundException {
    Class<?> found = hosts != null ? hosts : own(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  private @Nullable Class<?> own(String name) {
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private @Nullable Class<?> hosts(String name) {
    try {
      return host.loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("'" + jar + "' has no URL", e);
    }
  }
}
