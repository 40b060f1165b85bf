package io.millrace.testkit.spark.plugin;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.api.StageFactory;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.spark.SparkEngineProvider;
import io.millrace.testkit.contract.TestStageContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A program of its own that finds plugins, starts the engine and puts a frame through each stage in
 * each way: the session of this JVM's tests started without plugins. Its arguments are the master,
 * the jars that executors need besides, the home directory, and the plugin jars.
 */
public final class PluginDriver {
  private static final List<String> WAYS =
      List.of("lambda", "named", "map", "partitions", "bean", "rdd", "process");

  private final Engine<Dataset<Row>> engine;

  private PluginDriver(Engine<Dataset<Row>> engine) {
    this.engine = engine;
  }

  public static void main(String[] arguments) throws Exception {
    String master = arguments[0];
    Map<String, String> settings =
        arguments[1].isEmpty()
            ? Map.of("spark.ui.enabled", "false")
            : Map.of("spark.jars", arguments[1], "spark.driver.host", "127.0.0.1");
    Path home = Path.of(arguments[2]);
    List<Path> jars = Stream.of(arguments).skip(3).map(Path::of).toList();
    ClassLoader host = PluginDriver.class.getClassLoader();
    try (DiscoveredStages stages = StageDiscovery.of(host, jars)) {
      stages.refuseConflicts(master);
      EngineSettings start =
          new EngineSettings(
              "plugins", master, settings, home, stages.pluginJars(), stages.classLoader());
      try (Engine<Dataset<Row>> engine = new SparkEngineProvider().open(start)) {
        new PluginDriver(engine).runAll(stages);
      }
    } catch (MillraceException e) {
      say(e.code().name() + ": " + e.getMessage());
    }
  }

  private void runAll(DiscoveredStages stages) throws Exception {
    for (var stage : stages.catalog().all()) {
      if (stage.origin().name().startsWith("probe-")) {
        for (String way : WAYS) {
          say(stage.name() + " " + way + ": " + run(stage.factory(), way));
        }
      } else if (stage.origin().name().equals("winsorize.jar")) {
        say(stage.name() + ": " + run(stage.factory(), List.of("id"), 0.25, 0.75));
      }
    }
  }

  /** The frame 0 … 4, in two partitions, put through the stage; what tells the driver is named. */
  private String run(StageFactory<?, ?> factory, Object... options) throws Exception {
    List<String> values =
        engine.inStage(
            "probe",
            () -> {
              Dataset<Row> frame = SparkSession.active().range(0, 5, 1, 2).toDF();
              Transformer<Dataset<Row>> stage = stage(factory, options);
              Dataset<Row> result =
                  stage.fit(frame, TestStageContext.of("probe")).fitted().apply(frame);
              return result.collectAsList().stream()
                  .map(row -> String.valueOf(row.get(0)))
                  .toList();
            });
    String here = String.valueOf(ProcessHandle.current().pid());
    if (options[0].equals("process")) {
      return values.contains(here) ? "in the driver" : "in other processes";
    }
    return values.stream().collect(Collectors.joining(" "));
  }

  @SuppressWarnings("unchecked") // The test's own stages, all of them transformers on Spark.
  private static <O extends Record> Transformer<Dataset<Row>> stage(
      StageFactory<?, O> factory, Object... options) throws ReflectiveOperationException {
    O made =
        factory
            .optionsType()
            .cast(factory.optionsType().getDeclaredConstructors()[0].newInstance(options));
    return (Transformer<Dataset<Row>>) factory.create(made);
  }

  private static void say(String line) {
    System.out.println("DRIVER " + line);
  }
}
