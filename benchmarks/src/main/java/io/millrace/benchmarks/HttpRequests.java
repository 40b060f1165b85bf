package io.millrace.benchmarks;

import io.millrace.benchmarks.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One row a request, of the columns that {@code serving.yaml} takes. */
final class HttpRequests {
  private static final int ROWS = 64;
  private static final String JSON = "application/json";
  private static final List<String> NAMES = List.of("age", "monthly", "calls", "plan", "region");
  private static final List<String> PLANS = List.of("basic", "plus", "pro", "team");

  private final List<List<String>> rows;
  private final Map<String, String> headers;

  private HttpRequests(List<List<String>> rows, Map<String, String> headers) {
    this.rows = rows;
    this.headers = headers;
  }

  /** Requests with a key, of the same rows each time, some values missing. */
  static HttpRequests withKey(String key) {
    SplittableRandom random = new SplittableRandom(11);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          List.of(
              random.nextInt(20) == 0 ? "null" : number(18 + random.nextInt(60)),
              random.nextInt(30) == 0 ? "null" : number(random.nextInt(9000) / 100.0),
              number(random.nextInt(9)),
              "\"" + PLANS.get(random.nextInt(PLANS.size())) + "\"",
              "\"region-" + random.nextInt(40) + "\""));
    }
    return new HttpRequests(rows, Map.of("X-API-Key", key));
  }

  /** In version 2 of the Open Inference Protocol, each with an id. */
  List<HttpCall> v2(String model) {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> post("/v2/models/" + model + "/infer", v2Body("row-" + i, rows.get(i))))
        .toList();
  }

  /** For {@code /invocations}, as a split data frame. */
  List<HttpCall> invocations() {
    String columns = NAMES.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(", "));
    return rows.stream()
        .map(
            row ->
                post(
                    "/invocations",
                    "{\"dataframe_split\": {\"columns\": [%s], \"data\": [[%s]]}}"
                        .formatted(columns, String.join(", ", row))))
        .toList();
  }

  /** A probe, which needs no key. */
  List<HttpCall> probe() {
    return List.of(HttpCall.get("/v2/health/live", Map.of()));
  }

  private HttpCall post(String path, String body) {
    return HttpCall.post(path, JSON, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static String v2Body(String id, List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(
            i ->
                "{\"name\": \"%s\", \"shape\": [1, 1], \"datatype\": \"%s\", \"data\": [%s]}"
                    .formatted(NAMES.get(i), i < 3 ? "FP64" : "BYTES", row.get(i)))
        .collect(Collectors.joining(", ", "{\"id\": \"" + id + "\", \"inputs\": [", "]}"));
  }

  private static String number(@Nullable Number value) {
    return String.valueOf(value);
  }
}
