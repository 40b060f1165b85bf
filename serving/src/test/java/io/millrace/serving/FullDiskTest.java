package io.millrace.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose request log lies on a disk that is full: a file system of one mebibyte. */
final class FullDiskTest {
  private static final int REQUESTS = 200;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  @Tag("full")
  void theServerGoesOnAnsweringAndLosesNoRowOnceThereIsRoom() throws Exception {
    Packages.cities(directory.resolve("package"));
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String request = "{\"dataframe_records\":[{\"city\":\"Rome\",\"size\":1}]}";
    try (ServerInProcess server =
        ServerInProcess.ready(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=1m tmpfs '%s' && head -c 1040384 /dev/zero > '%s/other' && exec \"$@\""
                    .formatted(disk, disk),
                "sh"),
            "--package",
            directory.resolve("package").toString(),
            "--request-log",
            disk.toString())) {
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(server.invoke(request).statusCode()).isEqualTo(200);
      }
      awaitMeter(server, "millrace_request_log_failing", value -> value == 1);
      assertThat(server.invoke(request).body()).isEqualTo("{\"predictions\":[0.0]}");
      assertThat(server.get("/v2/health/ready")).isEqualTo("{\"live\":true,\"ready\":true}");

      Path inside =
          Path.of("/proc", Long.toString(server.process().pid()), "root", disk.toString());
      Files.delete(inside.resolve("other"));

      awaitMeter(
          server,
          "millrace_request_log_rows_total{outcome=\"written\"}",
          value -> value == REQUESTS + 1);
      awaitMeter(server, "millrace_request_log_failing", value -> value == 0);
      assertThat(meter(server, "millrace_request_log_rows_total{outcome=\"dropped\"}")).isZero();
      server.process().destroy();
      assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
    }
  }

  private static void awaitMeter(ServerInProcess server, String name, LongPredicate wanted)
      throws Exception {
    long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long value = meter(server, name);
    while (!wanted.test(value)) {
      assertThat(System.nanoTime()).as("%s is %d", name, value).isLessThan(late);
      value = meter(server, name);
    }
  }

  private static long meter(ServerInProcess server, String name)
      throws IOException, InterruptedException {
    String metrics = new String(server.get("/metrics").getBytes(UTF_8), UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
