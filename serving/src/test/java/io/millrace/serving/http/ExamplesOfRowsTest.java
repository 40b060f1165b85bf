package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.ColumnProfile.Frequent;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.ModelPackage;
import io.millrace.model.ReferenceProfile;
import io.millrace.serving.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows that {@code /openapi.json} shows, and the page with it. */
final class ExamplesOfRowsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  private static ReferenceProfile profile(Frequent... cities) {
    return new ReferenceProfile(
        new FrameProfile(
            100,
            List.of(
                new ColumnProfile(
                    "city", Simple.STRING, 0, 2, "Oslo", "Rome", null, List.of(cities)),
                new ColumnProfile(
                    "size",
                    Simple.DOUBLE,
                    0,
                    50,
                    1.0,
                    9.0,
                    new ColumnProfile.Numbers(4, 1, List.of(1.0, 3.25, 9.0)),
                    List.of()))),
        null);
  }

  private static JsonNode openApi(TestServer server) throws IOException {
    return JSON.readTree(server.get("/openapi.json").body());
  }

  private static JsonNode example(JsonNode api, String path) {
    return api.path("paths").path(path).at("/post/requestBody/content/application~1json/example");
  }

  @Test
  void aModelThatRefusesWhatItNeverSawTakesTheExamples() throws IOException {
    ModelPackage cities =
        Packages.cities(
            directory.resolve("p"), profile(new Frequent("Oslo", 70), new Frequent("Rome", 30)));
    try (TestServer server = TestServer.of(Packages.load(cities, "1"))) {
      JsonNode api = openApi(server);

      assertThat(api.at("/components/schemas/Row1/example"))
          .hasToString("{\"city\":\"Oslo\",\"size\":3.25}");
      assertThat(api.at("/components/schemas/Row1/properties/city/example").asText())
          .isEqualTo("Oslo");
      for (String path : List.of("/v2/models/cities/infer", "/invocations")) {
        TestServer.Reply reply =
            server.post(path, example(api, path).toString(), "Content-Type", "application/json");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      }
    }
  }

  /** Who may read the description may not see whose rows the model comes from. */
  @Test
  void aTextThatFewRowsHaveIsNotShown() throws IOException {
    ModelPackage cities = Packages.cities(directory.resolve("p"), profile(new Frequent("Oslo", 9)));
    try (TestServer server = TestServer.of(Packages.load(cities, "1"))) {
      assertThat(openApi(server).toString()).contains("\"city\":\"a\"").doesNotContain("Oslo");
    }
  }

  @Test
  void aProfileThatIsGoneLeavesTheExamplesToTheTypes() throws IOException {
    ModelPackage cities =
        Packages.cities(directory.resolve("p"), profile(new Frequent("Oslo", 70)));
    try (TestServer server = TestServer.of(Packages.load(cities, "1"))) {
      Files.writeString(directory.resolve("p/profile.json"), "{");

      assertThat(openApi(server).at("/components/schemas/Row1/example"))
          .hasToString("{\"city\":\"a\",\"size\":0.5}");
    }
  }
}
