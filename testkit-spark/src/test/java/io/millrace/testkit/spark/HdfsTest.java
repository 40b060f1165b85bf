package io.millrace.testkit.spark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.testkit.contract.TestPlanContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files in a real HDFS. Its servers can't live on Spark's class path: they run in a process of
 * their own, on the class path that the module hdfs-for-tests resolves.
 */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HdfsTest {
  private static final Path CLASS_PATH = Path.of("../hdfs-for-tests/target/hdfs.classpath");

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private Process server;
  private String address = "";

  HdfsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeAll
  void start() throws IOException {
    assumeTrue(Files.exists(CLASS_PATH), "build the module hdfs-for-tests first");
    Path source = directory.resolve("MiniHdfs.java");
    try (InputStream text =
        requireNonNull(HdfsTest.class.getResourceAsStream("/hdfs/MiniHdfs.java.txt"))) {
      Files.write(source, text.readAllBytes());
    }
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                source.toString(),
                directory.resolve("hdfs").toString())
            .redirectError(directory.resolve("hdfs.log").toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith("hdfs://")) {
      line = output.readLine();
    }
    assertThat(line).as(() -> "HDFS did not start: " + log()).isNotNull();
    address = line;
  }

  private static String log() {
    try {
      return Files.readString(directory.resolve("hdfs.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @AfterAll
  void stop() throws IOException {
    if (server != null) {
      server.getOutputStream().close();
      server.onExit().join();
    }
  }

  private FileSystem files() throws IOException {
    return FileSystem.get(java.net.URI.create(address), new Configuration());
  }

  private String file(String name, String text) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(address + "/" + name);
    try (FSDataOutputStream out = files().create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return path.toString();
  }

  @Test
  @Tag("full")
  void allFormatsAreReadAndTheirVersionsFollowTheFiles() throws IOException {
    String csv = file("shop/a.csv", "id,n\n1,x\n2,y\nthree,z\n");
    CsvFiles files = CsvFiles.at(csv).types(Map.of("id", Simple.INT)).bad(BadRows.DROP);
    var before = files.stage().version(TestPlanContext.bare());

    assertThat(frames.rows(files.read())).containsExactly(List.of(1, "x"), List.of(2, "y"));
    for (String format : List.of("parquet", "orc", "avro")) {
      String target = address + "/" + format;
      files.read().write().format(format).save(target);
      frames
          .session()
          .sql("SELECT 3 AS id, 1.5D AS more")
          .write()
          .format(format)
          .mode("append")
          .save(target);
      FooterFiles read = FooterFiles.at(format, target);
      assertThat(read.on(OnDrift.ADD).read().count()).isEqualTo(3);
      assertThat(read.on(OnDrift.ADD).plannedSchema().names())
          .containsExactlyInAnyOrder("id", "n", "more");
    }
    file("shop/a.csv", "id,n\n1,x\n");
    assertThat(files.stage().version(TestPlanContext.bare())).isNotEqualTo(before).isPresent();
    assertThat(frames.rows(CsvFiles.at(address + "/shop/*.csv").read()))
        .containsExactly(List.of("1", "x"));
  }

  @Test
  void whatIsNotThereOrNotAllowedIsTold() throws IOException {
    assertThatThrownBy(() -> CsvFiles.at(address + "/none.csv").plannedSchema())
        .hasMessage("There is no file or directory '" + address + "/none.csv'; correct the path.");
    String own = file("own/a.csv", "id\n1\n");
    files().setPermission(new org.apache.hadoop.fs.Path(address + "/own"), new FsPermission("700"));
    UserGroupInformation other = UserGroupInformation.createRemoteUser("somebody");
    assertThatThrownBy(
            () -> other.doAs((PrivilegedAction<Object>) () -> CsvFiles.at(own).plannedSchema()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "'" + own + "' may not be read; check the credentials, and what they allow.");
              assertThat(e.code()).isEqualTo(StandardError.SOURCE_DENIED);
            });
  }
}
