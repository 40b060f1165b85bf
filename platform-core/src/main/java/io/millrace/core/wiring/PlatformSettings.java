package io.millrace.core.wiring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.core.home.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a platform is opened.
 *
 * @param home where everything lies
 * @param plugins plugin jars, and directories of them, that stand in for other builds of the same
 *     plugins
 * @param packagePlugins jars out of packages, which only stand in for those of the home
 * @param trackingOrNull the tracking address; null for the home's database
 * @param lineageOrNull whom runs are told of; null for nobody
 * @param masterOrNull where the engine runs; null for its default
 * @param conf settings of the engine, stronger than a pipeline's
 * @param variables the variables of the process's environment
 * @param loader sees the application's classes
 */
public record PlatformSettings(
    Home home,
    List<Path> plugins,
    List<Path> packagePlugins,
    @Nullable String trackingOrNull,
    @Nullable LineageTarget lineageOrNull,
    @Nullable String masterOrNull,
    Map<String, String> conf,
    Function<String, Optional<String>> variables,
    ClassLoader loader) {
  public PlatformSettings {
    requireNonNull(home, "home is null");
    plugins = List.copyOf(plugins);
    packagePlugins = List.copyOf(packagePlugins);
    conf = Map.copyOf(conf);
    requireNonNull(variables, "variables is null");
    requireNonNull(loader, "loader is null");
  }

  /** One that tells nobody of its runs, and loads no plugins out of packages. */
  public PlatformSettings(
      Home home,
      List<Path> plugins,
      @Nullable String trackingOrNull,
      @Nullable String masterOrNull,
      Map<String, String> conf,
      Function<String, Optional<String>> variables,
      ClassLoader loader) {
    this(home, plugins, List.of(), trackingOrNull, null, masterOrNull, conf, variables, loader);
  }

  /** A home with everything else at its default. */
  public static PlatformSettings of(Path home) {
    return new PlatformSettings(
        new Home(home),
        List.of(),
        null,
        null,
        Map.of(),
        name -> Optional.ofNullable(System.getenv(name)),
        PlatformSettings.class.getClassLoader());
  }

  /** What tracking back ends find on this machine. */
  public TrackingHome trackingHome(ArtifactStore artifacts) {
    return new TrackingHome(home.root(), home.database(), artifacts, variables);
  }

  /** Who works: {@code MILLRACE_USER}, as a CI sets it, else the operating system's user. */
  public String user() {
    return variables
        .apply("MILLRACE_USER")
        .filter(name -> !name.isBlank())
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }

  /** With plugins that stand in for other builds of them in the home. */
  public PlatformSettings withPlugins(List<Path> places) {
    return new PlatformSettings(
        home,
        places,
        packagePlugins,
        trackingOrNull,
        lineageOrNull,
        masterOrNull,
        conf,
        variables,
        loader);
  }

  /** With jars out of packages, whose code then runs. */
  public PlatformSettings withPackagePlugins(List<Path> jars) {
    return new PlatformSettings(
        home, plugins, jars, trackingOrNull, lineageOrNull, masterOrNull, conf, variables, loader);
  }

  /** With an engine that runs there. */
  public PlatformSettings withMaster(@Nullable String master) {
    return new PlatformSettings(
        home,
        plugins,
        packagePlugins,
        trackingOrNull,
        lineageOrNull,
        master,
        conf,
        variables,
        loader);
  }

  /** With more settings of the engine. */
  public PlatformSettings withConf(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(conf);
    all.putAll(more);
    return new PlatformSettings(
        home,
        plugins,
        packagePlugins,
        trackingOrNull,
        lineageOrNull,
        masterOrNull,
        all,
        variables,
        loader);
  }

  /** With somebody who is told of runs; null for nobody. */
  public PlatformSettings telling(@Nullable LineageTarget target) {
    return new PlatformSettings(
        home,
        plugins,
        packagePlugins,
        trackingOrNull,
        target,
        masterOrNull,
        conf,
        variables,
        loader);
  }
}
