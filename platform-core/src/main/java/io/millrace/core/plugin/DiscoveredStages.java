package io.millrace.core.plugin;

import io.millrace.core.catalog.StageCatalog;
import java.nio.file.Path;
import java.util.List;

/**
 * The stages that can be used, and what it takes to run them. Close it after the engine: plugins
 * load classes while they work.
 */
public final class DiscoveredStages implements AutoCloseable {
  private final StageCatalog catalog;
  private final CompositeLoader loader;
  private final List<Path> pluginJars;

  DiscoveredStages(StageCatalog catalog, CompositeLoader loader, List<Path> pluginJars) {
    this.catalog = catalog;
    this.loader = loader;
    this.pluginJars = pluginJars;
  }

  /** Stages that a program brings itself, without plugins. */
  public static DiscoveredStages of(StageCatalog catalog, ClassLoader host) {
    return new DiscoveredStages(catalog, new CompositeLoader(host, List.of()), List.of());
  }

  /** The stages by name, and what could not be loaded. */
  public StageCatalog catalog() {
    return catalog;
  }

  /**
   * Sees the application and all plugins; has to be the context class loader ({@link
   * ContextLoader}) before an engine starts.
   */
  public ClassLoader classLoader() {
    return loader;
  }

  /** The jars of plugins that offer at least one stage; executors need them too. */
  public List<Path> pluginJars() {
    return pluginJars;
  }

  /**
   * Refuses plugins that can't run together on a cluster; see {@link ConflictCheck}. To be called
   * before an engine starts.
   *
   * @param master where the engine runs, as {@code local[*]} or {@code spark://host:7077}
   * @throws io.millrace.api.error.MillraceException PLUGIN_REFUSED, naming the jars, the class and
   *     the remedy
   */
  public void refuseConflicts(String master) {
    if (ConflictCheck.isCluster(master)) {
      ConflictCheck.refuse(pluginJars);
    }
  }

  @Override
  public void close() {
    loader.close();
  }
}
