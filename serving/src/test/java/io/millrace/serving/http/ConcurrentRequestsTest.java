package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Packages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConcurrentRequestsTest {
  @Test
  void eachRequestGetsItsOwnAnswer(@TempDir Path directory) throws Exception {
    try (TestServer server =
        TestServer.of(Packages.load(Packages.cities(directory.resolve("1")), "1"))) {
      ExecutorService senders = Executors.newFixedThreadPool(8);
      List<Future<?>> all = new ArrayList<>();
      for (int sender = 0; sender < 8; sender++) {
        int seed = sender;
        all.add(senders.submit(() -> send(server, new Random(seed))));
      }
      for (Future<?> one : all) {
        one.get();
      }
      senders.shutdown();
    }
  }

  private static void send(TestServer server, Random random) {
    for (int i = 0; i < 200; i++) {
      // Some are large enough for a worker, most are answered by the thread that read them.
      int rows = i % 20 == 0 ? 2000 : 1 + random.nextInt(3);
      StringBuilder body = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        boolean oslo = random.nextBoolean();
        double size = random.nextDouble();
        String comma = row == 0 ? "" : ",";
        body.append(comma).append("[\"%s\",%s]".formatted(oslo ? "Oslo" : "Rome", size));
        expected
            .append(comma)
            .append("{\"prediction\":%s,\"size\":%s}".formatted(oslo ? "1.0" : "0.0", size));
      }
      String reply =
          server.invoke("{\"instances\":[" + body + "],\"params\":{\"outputs\":\"all\"}}").body();
      // Doubles may be written with fewer digits than this JDK writes.
      assertThat(numbers(reply)).isEqualTo(numbers("{\"predictions\":[" + expected + "]}"));
    }
  }

  private static List<Object> numbers(String json) {
    List<Object> parts = new ArrayList<>();
    for (String part : json.split("[:,}]", -1)) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      parts.add(number ? Double.valueOf(part) : part);
    }
    return parts;
  }
}
