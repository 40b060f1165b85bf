package io.millrace.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Packages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that were valid before bytes of them were changed. */
final class ParsersFuzzTest {
  private static final int CASES = 3000;

  private static final List<String> FRAGMENTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "null",
          "true",
          "-",
          "1e999",
          "1e-999",
          "0x1",
          "NaN",
          "Infinity",
          "99999999999999999999",
          "-0",
          "\u0000",
          "\u00ff",
          "\"inputs\":",
          "\"city\":",
          "\"data\":",
          "\"shape\":[9223372036854775807]",
          "\n",
          "\"\"",
          "[[[[[[[[",
          "{\"a\":",
          "\uFEFF");

  private static final List<String> INVOCATIONS =
      List.of(
          "{\"dataframe_split\":{\"columns\":[\"city\",\"size\"],\"data\":[[\"Rome\",1.5],[\"Oslo\",null]]}}",
          "{\"dataframe_records\":[{\"city\":\"Rome\",\"size\":1.5},{\"city\":\"Oslo\",\"size\":-2}]}",
          "{\"instances\":[[\"Rome\",1],{\"city\":\"Oslo\",\"size\":2}],\"params\":{\"outputs\":\"all\"}}",
          "{\"inputs\":{\"city\":[\"Rome\",\"Oslo\"],\"size\":[1,2]}}");
  private static final String CSV = "city,size,other\nRome,1.5,\"a,\"\"b\"\nOslo,,x\n";
  private static final String TENSORS =
      "{\"id\":\"a\",\"inputs\":[{\"name\":\"city\",\"shape\":[2,1],\"datatype\":\"BYTES\",\"data\":[\"Rome\",\"Oslo\"]},"
          + "{\"data\":[[1],[2]],\"name\":\"size\",\"shape\":[2,1],\"datatype\":\"FP64\"}],\"outputs\":[{\"name\":\"size\"}]}";

  @Test
  void noBodyMakesTheServerFail(@TempDir Path directory) throws IOException {
    Random random = new Random(20260131);
    try (TestServer server =
        TestServer.of(Packages.load(Packages.cities(directory.resolve("1")), "1"))) {
      for (int i = 0; i < CASES; i++) {
        String valid = INVOCATIONS.get(i % INVOCATIONS.size());
        check(server, "/invocations", "application/json", mutated(valid, random));
        if (i % 4 == 0) {
          check(server, "/invocations", "text/csv", mutated(CSV, random));
          check(server, "/v2/models/cities/infer", "application/json", mutated(TENSORS, random));
        }
      }
      assertThat(server.invoke(INVOCATIONS.get(0))).hasToString("200 {\"predictions\":[0.0,1.0]}");
    }
  }

  private static void check(TestServer server, String path, String type, byte[] body) {
    TestServer.Reply reply = server.post(path, body, "Content-Type", type);
    assertThat(reply.status())
        .as(() -> reply + " to " + new String(body, UTF_8))
        .isIn(200, 400, 413);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  private static byte[] mutated(String valid, Random random) {
    byte[] bytes = valid.getBytes(UTF_8);
    for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = spliced(bytes, at, at + random.nextInt(bytes.length - at), new byte[0]);
        case 2 -> bytes = spliced(bytes, at, bytes.length, new byte[0]);
        case 3 -> {
          int to = at + random.nextInt(bytes.length - at);
          byte[] repeated = java.util.Arrays.copyOfRange(bytes, at, to);
          bytes = spliced(bytes, at, at, repeated);
        }
        default -> {
          String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
          bytes = spliced(bytes, at, at, fragment.getBytes(UTF_8));
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = new byte[bytes.length - (to - from) + with.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }
}
