package io.millrace.storage.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import io.millrace.testkit.spark.SparkExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class DeltaFaultsTest {
  private static final Publication OVERWRITE =
      new Publication("telco", Mode.OVERWRITE, List.of("id"), false);
  private static final EffectKey EFFECT = new EffectKey("run-1", "features", "f");

  /** How often another writer still comes first, whenever rows of {@link #contested} are made. */
  private static final AtomicInteger RIVALS = new AtomicInteger();

  private final SparkSession session;
  @TempDir private Path home;

  DeltaFaultsTest(SparkSession session) {
    this.session = session;
  }

  private FeatureStore<Dataset<Row>> store() {
    return new DeltaFeatureStoreProvider().open(home.toUri());
  }

  /** A frame of one row, during whose making other writers append to the table. */
  private Dataset<Row> contested() {
    String table = home.resolve("telco").toString();
    UDF1<Long, Long> rivals =
        id -> {
          if (RIVALS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            Thread rival = new Thread(() -> append(table));
            rival.start();
            rival.join();
          }
          return id;
        };
    return session
        .range(1)
        .coalesce(1)
        .select(functions.udf(rivals, DataTypes.LongType).apply(functions.col("id")).as("id"));
  }

  private static void append(String table) {
    SparkSession.getDefaultSession()
        .get()
        .range(100, 101)
        .toDF("id")
        .write()
        .format("delta")
        .mode("append")
        .save(table);
  }

  @Test
  @Tag("full")
  void aPublicationThatAnotherWriterOvertookIsRepeatedAndWhole() {
    store().publish(session.range(5).toDF("id"), OVERWRITE, new EffectKey("r", "s", "0"));
    RIVALS.set(1);

    FeatureVersion made = store().publish(contested(), OVERWRITE, EFFECT);

    assertThat(made.version()).isEqualTo(2);
    assertThat(store().read("telco", 2).count()).isEqualTo(1);
    assertThat(made.facts()).containsEntry("rows", "1");
  }

  @Test
  @Tag("full")
  void aPublicationThatIsAlwaysOvertakenGivesUp() {
    store().publish(session.range(5).toDF("id"), OVERWRITE, new EffectKey("r", "s", "0"));
    RIVALS.set(1000);
    try {
      assertThatThrownBy(() -> store().publish(contested(), OVERWRITE, EFFECT))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.code()).isEqualTo(StandardError.STORAGE_CONFLICT))
          .hasMessage(
              "Other writers kept changing feature table 'telco' while this run published to it (8"
                  + " attempts); nothing was published, run again later.");
    } finally {
      RIVALS.set(0);
    }
    assertThat(store().history("telco")).extracting(FeatureVersion::run).containsOnly("", "r");
  }

  @Test
  void aFullDiskIsNamedAndNothingIsVisible() throws Exception {
    Path disk = Files.createDirectories(home.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()),
        "mounting a small file system needs root on Linux");
    try {
      FeatureStore<Dataset<Row>> full = new DeltaFeatureStoreProvider().open(disk.toUri());
      Dataset<Row> large = session.range(40_000).selectExpr("id", "sha2(string(id), 256) as x");

      assertThatThrownBy(() -> full.publish(large, OVERWRITE, EFFECT))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.code()).isEqualTo(StandardError.DISK_FULL))
          .hasMessage(
              "The disk is full: can't publish to feature table 'telco' at "
                  + disk.resolve("telco")
                  + ", and nothing of it is visible; make room and run again.");
      assertThat(full.tables()).isEmpty();
    } finally {
      // Lazily, since the failed writer may not have closed its file yet.
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Tag("full")
  void aKilledPublicationIsInvisibleAndItsRepeatMakesOneVersion() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SlowPublisher.class.getName(),
            "" + home));
    Process victim =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.lines().anyMatch(SlowPublisher.WRITING::equals)).isTrue();
      victim.destroyForcibly().waitFor();
    }

    assertThat(store().tables()).isEmpty();
    store().publish(session.range(3).toDF("id"), OVERWRITE, EFFECT);
    store().publish(session.range(3).toDF("id"), OVERWRITE, EFFECT);
    assertThat(store().history("telco")).hasSize(1);
    assertThat(store().read("telco", 0).count()).isEqualTo(3);
  }

  /** Publishes a frame that never ends, and says when its first row has been made. */
  static final class SlowPublisher {
    static final String WRITING = "writing";

    private SlowPublisher() {}

    public static void main(String[] arguments) {
      SparkSession session =
          SparkSession.builder()
              .master("local[1]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .getOrCreate();
      UDF1<Long, Long> endless =
          id -> {
            System.out.println(id < 50 ? "row" : WRITING);
            if (id >= 50) {
              TimeUnit.HOURS.sleep(1);
            }
            return id;
          };
      Dataset<Row> frame =
          session
              .range(100)
              .select(
                  functions.udf(endless, DataTypes.LongType).apply(functions.col("id")).as("id"));
      new DeltaFeatureStoreProvider()
          .open(Path.of(arguments[0]).toUri())
          .publish(frame, OVERWRITE, EFFECT);
    }
  }
}
