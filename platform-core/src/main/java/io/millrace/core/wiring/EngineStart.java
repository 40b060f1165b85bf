package io.millrace.core.wiring;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.core.plugin.ContextLoader;
import io.millrace.core.plugin.DiscoveredStages;
import java.util.Map;

/** Starts engines, the same way for runs and for scoring. */
public final class EngineStart {
  private EngineStart() {}

  /**
   * Starts the engine, so that jobs find the classes of plugins.
   *
   * @param name shown in the engine's own views
   * @param conf the engine's settings
   * @throws io.millrace.api.error.MillraceException PLUGIN_REFUSED, if plugins can't share a
   *     cluster; what starting the engine throws
   */
  public static <D> Engine<D> start(
      PlatformSettings settings,
      DiscoveredStages stages,
      World<D> world,
      String name,
      Map<String, String> conf) {
    stages.refuseConflicts(master(settings, conf));
    EngineSettings engine =
        new EngineSettings(
            name,
            settings.masterOrNull(),
            conf,
            settings.home().root(),
            stages.pluginJars(),
            stages.classLoader());
    try (ContextLoader ignored = ContextLoader.use(stages.classLoader())) {
      return world.start(engine);
    }
  }

  /** Where the engine will run; spark-submit says so by a system property. */
  private static String master(PlatformSettings settings, Map<String, String> conf) {
    String master = settings.masterOrNull();
    String submitted = System.getProperty("spark.master", "local[*]");
    return master != null ? master : conf.getOrDefault("spark.master", submitted);
  }
}
