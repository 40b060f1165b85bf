package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Packages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Version 2 of the Open Inference Protocol. */
@TestInstance(Lifecycle.PER_CLASS)
final class OpenInferenceTest {
  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    server =
        TestServer.of(
            Packages.load(Packages.cities(directory.resolve("1")), "1"),
            Packages.load(Packages.cities(directory.resolve("2"), "Oslo", "Rome"), "2"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void tellsOfItsHealthWithTheKeysOfSpecificationAndKServe() {
    assertThat(server.get("/v2/health/live")).hasToString("200 {\"live\":true,\"ready\":true}");
    assertThat(server.get("/v2/health/ready")).hasToString("200 {\"live\":true,\"ready\":true}");
  }

  @Test
  void tellsWhatItIsAndWhatItServes() {
    String about =
        "200 {\"name\":\"millrace\",\"version\":\"0\",\"extensions\":[\"model_repository\"]}";
    assertThat(server.get("/v2")).hasToString(about);
    assertThat(server.get("/v2/")).hasToString(about);
    assertThat(server.get("/v2/models")).hasToString("200 {\"models\":[\"cities\"]}");
    assertThat(server.get("/v2/models/cities"))
        .hasToString(
            "200 {\"name\":\"cities\",\"versions\":[\"2\",\"1\"],\"platform\":\"millrace\","
                + "\"inputs\":[{\"name\":\"city\",\"datatype\":\"BYTES\",\"shape\":[-1,1]},"
                + "{\"name\":\"size\",\"datatype\":\"FP64\",\"shape\":[-1,1]}],"
                + "\"outputs\":[{\"name\":\"prediction\",\"datatype\":\"FP64\",\"shape\":[-1,1]},"
                + "{\"name\":\"size\",\"datatype\":\"FP64\",\"shape\":[-1,1]}]}");
    assertThat(server.get("/v2/models/cities/ready"))
        .hasToString("200 {\"name\":\"cities\",\"ready\":true}");
    assertThat(server.get("/v2/models/cities/versions/1/ready"))
        .hasToString("200 {\"name\":\"cities\",\"ready\":true}");
  }

  @Test
  void predictsRowsOfTensorsWhateverTheirNesting() {
    String answer =
        "200 {\"model_name\":\"cities\",\"model_version\":\"2\",\"id\":\"a\",\"outputs\":["
            + "{\"name\":\"prediction\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[1.0,0.0]},"
            + "{\"name\":\"size\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[0.5,null]}]}";
    assertThat(infer("[2,1]", "['Rome','Oslo']", "[2]", "[0.5,null]")).hasToString(answer);
    assertThat(infer("[2]", "[['Rome'],['Oslo']]", "[2,1]", "[[0.5],[null]]")).hasToString(answer);
  }

  @Test
  void readsTheKeysOfATensorInAnyOrderAndPassesOverWhatItDoesNotKnow() {
    assertThat(
            post(
                "{'parameters':{'x':[1]},'inputs':[{'data':['Rome'],'parameters':{'content_type':'str'},"
                    + "'datatype':'BYTES','shape':[1],'name':'city'},{'name':'extra','shape':[1],"
                    + "'datatype':'FP32','data':[1]},{'data':[3],'name':'size','shape':[1],"
                    + "'datatype':'INT8'}],'outputs':[{'name':'size'}],'id':'b'}"))
        .hasToString(
            "200 {\"model_name\":\"cities\",\"model_version\":\"2\",\"id\":\"b\",\"outputs\":["
                + "{\"name\":\"size\",\"shape\":[1,1],\"datatype\":\"FP64\",\"data\":[3.0]}]}");
  }

  @Test
  void answersTheVersionThatIsNamedElseTheLastOne() {
    String body = tensors("[1]", "['Rome']", "[1]", "[1]");
    assertThat(server.post("/v2/models/cities/versions/1/infer", body).body())
        .contains("\"model_version\":\"1\"")
        .contains("\"data\":[0.0]");
    TestServer.Reply last = server.post("/v2/models/cities/infer", body, "X-Request-Id", "req-7");
    assertThat(last.body())
        .contains("\"model_version\":\"2\"")
        .contains("\"id\":\"a\"")
        .contains("\"data\":[1.0]");
    assertThat(last.header("X-Request-Id")).isEqualTo("req-7");
    assertThat(last.header("X-Millrace-Model-Version")).isEqualTo("2");
    assertThat(last.header("X-Millrace-Route")).isEqualTo("default");
  }

  @Test
  void answersARowThatAStageLeavesOutWithNullsAndTheReason() {
    assertThat(infer("[2]", "['Rome','Oslo']", "[2]", "[-1,2]"))
        .hasToString(
            "200 {\"model_name\":\"cities\",\"model_version\":\"2\",\"id\":\"a\",\"parameters\":{\"dropped\":1,\"dropped.0\":\"size"
                + " is negative\"},\"outputs\":["
                + "{\"name\":\"prediction\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[null,0.0]},"
                + "{\"name\":\"size\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[null,2.0]}]}");
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertRefused("[1]", "The body has to be an object with 'inputs'.");
    assertRefused("{}", "The body has no 'inputs'.");
    assertRefused("{'inputs':3}", "'inputs' has to be a list of tensors.");
    assertRefused(
        "{'inputs':[3]}", "'inputs' has to hold objects with name, shape, datatype, data.");
    assertRefused("{'inputs':[]}", "The column 'city' is missing; the model takes city, size.");
    assertRefused("{'inputs':[{'data':[1]}]}", "An input has no 'name'.");
    assertRefused(
        "{'inputs':[{'name':'city','datatype':'BYTES','shape':[1]}]}",
        "The input 'city' has no 'data'.");
    assertRefused(
        "{'inputs':[{'name':'city','datatype':'BYTES','data':[1]}]}",
        "The input 'city' has no 'shape'.");
    assertRefused(
        tensors("[1]", "['Rome']", "[2]", "[1,2]"),
        "The input 'size' has 2 rows, and others have 1.");
    assertRefused(
        tensors("[2]", "['Rome']", "[2]", "[1,2]"),
        "The 'data' of the input 'city' holds fewer values than its shape [2] says.");
    assertRefused(
        tensors("[1]", "['Rome','Oslo']", "[1]", "[1]"),
        "The 'data' of the input 'city' holds more values than its shape [1] says.");
    assertRefused(
        tensors("[1,2]", "['Rome','Oslo']", "[1]", "[1]"),
        "The input 'city' has the shape [1, 2], and the model takes [rows, 1].");
    assertRefused(
        tensors("[-1]", "['Rome']", "[1]", "[1]"),
        "The 'shape' of an input has to be a list of up to 8 whole numbers, 0 or above.");
    assertRefused(
        tensors("[1]", "['Rome']", "[1]", "['x']"),
        "Row 0, column 'size' is the text 'x', and the model takes a number within the range of"
            + " double.");
    assertRefused(
        tensors("[1]", "[null]", "[1]", "[1]"),
        "Row 0, column 'city' is null, and the model takes no null there.");
    assertRefused(
        tensors("[1]", "['Bern']", "[1]", "[1]"),
        "Row 0 is refused: The column 'city' holds 'Bern', which no training row does.");
    assertRefused(
        tensors("[1]", "['Rome']", "[1]", "[1]").replace("FP64", "BYTES"),
        "The input 'size' has the datatype 'BYTES', and the model takes FP64.");
    assertRefused(
        "{'inputs':[{'name':'city','shape':[1],'datatype':'BYTES','data':['a']},{'name':'city','shape':[1],'datatype':'BYTES','data':['a']}]}",
        "The input 'city' is given twice.");
    assertRefused(
        tensors("[1]", "['Rome']", "[1]", "[1]").replace("\"id\"", "'outputs':[{'name':'z'}],'id'"),
        "The model has no output 'z'; it gives prediction, size.");
    assertRefused(
        tensors("[1]", "['Rome']", "[1]", "[NaN]"),
        "The body is no JSON: not-a-number and infinity are written \\\"NaN\\\", \\\"Infinity\\\""
            + " and \\\"-Infinity\\\", in quotes (at line 1, column 140).");
    assertRefused("{'inputs':[]} 3", "The column 'city' is missing; the model takes city, size.");
    assertRefused(
        "{'inputs':[{'name':'city','parameters':{'binary_data_size':8}}]}",
        "The server does not read the binary tensor extension: send 'data' in JSON.");
  }

  @Test
  void saysWhichModelsAndVersionsThereAre() {
    assertThat(server.post("/v2/models/towns/infer", "{}"))
        .hasToString("404 {\"error\":\"There is no model 'towns' here; there is cities.\"}");
    assertThat(server.get("/v2/models/cities/versions/7"))
        .hasToString(
            "404 {\"error\":\"The model 'cities' has no version '7' here; there is 1, 2.\"}");
    assertThat(server.get("/v2/models/..%2f..%2fetc/ready").status()).isEqualTo(404);
    assertThat(server.get("/v2/nothing"))
        .hasToString(
            "404 {\"error\":\"There is nothing at this path; /docs tells what there is.\"}");
    TestServer.Reply wrong = server.get("/v2/models/cities/infer");
    assertThat(wrong).hasToString("405 {\"error\":\"This path takes POST only.\"}");
    assertThat(wrong.header("Allow")).isEqualTo("POST");
  }

  @Test
  void namesThatAreNoModelsLeadNowhere() {
    for (String name : List.of("..%2F..%2Fetc%2Fpasswd", "%2e%2e", "a%00b", "cities%2F..")) {
      assertThat(server.get("/v2/models/" + name + "/ready").status()).as(name).isEqualTo(404);
      assertThat(server.post("/v2/models/" + name + "/infer", "{}").status())
          .as(name)
          .isEqualTo(404);
    }
    assertThat(server.get("/v2/models/..%2F..%2Fetc%2Fpasswd/ready").body())
        .isEqualTo(
            "{\"error\":\"There is no model '..%2F..%2Fetc%2Fpasswd' here; there is cities.\"}");
  }

  @Test
  void loadsAndUnloadsNothingWhereModelsAreFixed() {
    String body =
        "{\"error\":\"The models of this server are fixed: start it with --model to load and unload"
            + " them.\"}";
    assertThat(server.post("/v2/repository/models/cities/load", "")).hasToString("501 " + body);
    assertThat(server.post("/v2/repository/models/cities/unload", "{}")).hasToString("501 " + body);
    assertThat(server.post("/v2/repository/models/towns/load", ""))
        .hasToString("404 {\"error\":\"There is no model 'towns' here; there is cities.\"}");
  }

  private TestServer.Reply infer(String cityShape, String cities, String sizeShape, String sizes) {
    return post(tensors(cityShape, cities, sizeShape, sizes));
  }

  private TestServer.Reply post(String body) {
    return server.post("/v2/models/cities/infer", body.replace('\'', '"'));
  }

  private void assertRefused(String body, String error) {
    assertThat(post(body)).hasToString("400 {\"error\":\"" + error + "\"}");
  }

  private static String tensors(String cityShape, String cities, String sizeShape, String sizes) {
    return ("{'id':'a','inputs':[{'name':'city','shape':%s,'datatype':'BYTES','data':%s},"
            + "{'name':'size','shape':%s,'datatype':'FP64','data':%s}]}")
        .formatted(cityShape, cities, sizeShape, sizes)
        .replace('\'', '"');
  }
}
