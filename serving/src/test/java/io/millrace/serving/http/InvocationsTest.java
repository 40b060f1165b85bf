package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Packages;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's protocol, which is SageMaker's too. */
@TestInstance(Lifecycle.PER_CLASS)
final class InvocationsTest {
  private static final String ONE_FORM =
      "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_split', 'dataframe_records', 'instances', 'inputs'}.";

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    server = TestServer.of(Packages.load(Packages.cities(directory.resolve("1")), "1"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void answersProbesAsMlflowDoes() {
    assertThat(server.get("/ping")).hasToString("200 \n");
    assertThat(server.get("/health")).hasToString("200 \n");
    assertThat(server.get("/version")).hasToString("200 0");
  }

  @Test
  void predictsInEachOfTheForms() {
    String answer = "200 {\"predictions\":[0.0,1.0]}";
    assertThat(
            invoke(
                "{'dataframe_split':{'index':[0,1],'columns':['size','other','city'],"
                    + "'data':[[1,{'x':[]},'Rome'],[null,2,'Oslo']]}}"))
        .hasToString(answer);
    assertThat(
            invoke(
                "{'dataframe_split':{'data':[['Rome',1],['Oslo',2]],'columns':['city','size']}}"))
        .hasToString(answer);
    assertThat(
            invoke(
                "{'dataframe_records':[{'city':'Rome','size':1},{'size':2,'x':[[]],'city':'Oslo'}]}"))
        .hasToString(answer);
    assertThat(invoke("{'instances':[{'city':'Rome','size':1},['Oslo',2]]}")).hasToString(answer);
    assertThat(invoke("{'inputs':{'city':['Rome','Oslo'],'other':1,'size':[1,null]}}"))
        .hasToString(answer);
    assertThat(invoke("{'inputs':{'city':'Rome','size':1}}"))
        .hasToString("200 {\"predictions\":[0.0]}");
    assertThat(invoke("{'dataframe_records':[]}")).hasToString("200 {\"predictions\":[]}");
    assertThat(csv("size,city,\n1,Rome,x\n,\"Oslo\",\"a,\"\"b\"\n")).hasToString(answer);
    assertThat(csv("\uFEFFcity,size\r\nRome,1\r\n\r\nOslo,1e2")).hasToString(answer);
  }

  @Test
  void givesAllOutputsWhereParamsAskForThem() {
    assertThat(
            invoke(
                "{'params':{'outputs':'all'},'instances':[['Oslo',0.1],['Oslo',-1],['Rome',null]]}"))
        .hasToString(
            "200 {\"predictions\":[{\"prediction\":1.0,\"size\":0.1},null,{\"prediction\":0.0,\"size\":null}],"
                + "\"dropped\":[{\"row\":1,\"reason\":\"size is negative\"}]}");
    assertThat(invoke("{'instances':[['Oslo',1]],'params':{'outputs':'prediction'}}"))
        .hasToString("200 {\"predictions\":[1.0]}");
  }

  @Test
  void refusesOtherFormatsInMlflowsWords() {
    assertThat(server.post("/invocations", "", "Content-Type", "text/plain"))
        .hasToString(
            "415 This predictor only supports the following content types: Types: ['text/csv', 'application/json']. Got 'text/plain'.");
    assertThat(server.post("/invocations", "", "Content-Type", "text/csv; charset=latin-1"))
        .hasToString("415 The scoring server only supports UTF-8");
    assertThat(server.post("/invocations", "", "Content-Type", "application/json;a=b"))
        .hasToString("415 Unrecognized content type parameters: a.");
    assertThat(
            server
                .post(
                    "/invocations",
                    "{\"inputs\":{}}",
                    "Content-Type",
                    "application/json; charset=UTF-8")
                .status())
        .isEqualTo(400);
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertRefused("[]", "Invalid input. " + ONE_FORM + " Received a list.");
    assertRefused("3", "Invalid input. " + ONE_FORM);
    assertRefused(
        "{'rows':[],'x':1}", ONE_FORM + " Received dictionary with input fields: ['rows', 'x'].");
    assertRefused(
        "{'inputs':{'city':[],'size':[]},'instances':[]}",
        ONE_FORM + " Received dictionary with input fields: ['inputs', 'instances'].");
    assertRefused("{'instances':{}}", "'instances' has to be a list of rows.");
    assertRefused(
        "{'dataframe_records':[['Rome',1]]}", "Row 0 of 'dataframe_records' has to be an object.");
    assertRefused("{'instances':[3]}", "Row 0 of 'instances' has to be an object or a list.");
    assertRefused("{'instances':[['Rome']]}", "Row 0 holds 1 values, and there are 2 columns.");
    assertRefused(
        "{'instances':[['Rome',1],['Rome',1,2]]}",
        "Row 1 holds more than 2 values, one for each column.");
    assertRefused(
        "{'dataframe_records':[{'city':'Rome'}]}",
        "Row 0 lacks the column 'size'; a missing value is written as null.");
    assertRefused(
        "{'dataframe_records':[{'city':'Rome','size':1,'city':'Oslo'}]}",
        "Row 0 names the column 'city' twice.");
    assertRefused(
        "{'dataframe_split':{'columns':['city','size','city'],'data':[]}}",
        "The column 'city' is named twice.");
    assertRefused(
        "{'dataframe_split':{'columns':['city'],'data':[]}}",
        "The column 'size' is missing; the model takes city, size.");
    assertRefused("{'dataframe_split':{'data':[]}}", "'dataframe_split' has no 'columns'.");
    assertRefused(
        "{'inputs':{'city':['Rome'],'size':[1,2]}}",
        "The column 'size' has 2 values, and others have 1.");
    assertRefused(
        "{'inputs':{'city':'Rome'}}", "The column 'size' is missing; the model takes city, size.");
    assertRefused("{'instances':[],'params':3}", "'params' has to be an object.");
    assertRefused(
        "{'instances':[],'params':{'output':'all'}}",
        "'params' holds 'output', and the server knows 'outputs' only.");
    assertRefused(
        "{'instances':[],'params':{'outputs':'some'}}",
        "The param 'outputs' has to be 'prediction', which is the default, or 'all'.");
    assertRefused(
        "{'instances':[{",
        "The body is no JSON: Unexpected end-of-input: expected close marker for Object (start marker at line: 1, column: 15) (at line 1, column 16).");
    assertRefused(
        "{'instances':[]} x",
        "The body is no JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (at line 1, column 19).");
    assertRefused(
        "{'instances':[]} 1",
        "The body goes on behind the end of its JSON value, at line 1, column 18.");
  }

  @Test
  void saysWhatIsWrongWithCsv() {
    assertCsvRefused("", "The CSV is empty: its first line has to name the columns.");
    assertCsvRefused("city", "The column 'size' is missing; the model takes city, size.");
    assertCsvRefused("city,size\nRome", "Row 0 holds 1 values, and there are 2 columns.");
    assertCsvRefused(
        "city,size\nRome,0x1p3",
        "Row 0, column 'size' is '0x1p3', and the model takes a number within the range of double.");
    assertCsvRefused(
        "city,size\nRome,1\n,1",
        "Row 1, column 'city' is null, and the model takes no null there.");
    assertCsvRefused("city,size\n\"Rome,1", "The quote in line 2 of the CSV is never closed.");
    assertCsvRefused(
        "city,size\n\"Rome\"x,1", "A field in line 2 of the CSV goes on behind its closing quote.");
    TestServer.Reply latin =
        server.post("/invocations", new byte[] {'c', (byte) 0xe9}, "Content-Type", "text/csv");
    assertThat(latin)
        .hasToString(
            "400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"The CSV is not in UTF-8.\"}");
  }

  @Test
  void choosesTheModelByHeaderOrQueryWhereThereAreSeveral(@TempDir Path directory)
      throws IOException {
    try (TestServer several =
        TestServer.of(
            Packages.load(Packages.cities(directory.resolve("1")), "1"),
            Packages.load(Packages.cities(directory.resolve("2"), "Oslo", "Rome"), "2"),
            Packages.load(Packages.gated(directory.resolve("3")), "1"))) {
      String body = "{\"instances\":[[\"Rome\",1]]}";
      String zero = "200 {\"predictions\":[0.0]}";
      String one = "200 {\"predictions\":[1.0]}";
      String json = "application/json";
      assertThat(several.post("/invocations?model=cities", body, "Content-Type", json))
          .hasToString(one);
      assertThat(several.post("/invocations?model=cities&version=1", body, "Content-Type", json))
          .hasToString(zero);
      assertThat(
              several.post(
                  "/invocations",
                  body,
                  "X-Model",
                  "cities",
                  "X-Model-Version",
                  "1",
                  "Content-Type",
                  json))
          .hasToString(zero);
      assertThat(several.post("/invocations", body, "Content-Type", json))
          .hasToString(
              "400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"Name the model that is to answer, in the header X-Model or the query ?model=: there is cities, gated.\"}");
      assertThat(several.post("/invocations?model=x", body, "Content-Type", json))
          .hasToString(
              "404 {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"There is no model 'x' here; there is cities, gated.\"}");
    }
  }

  private TestServer.Reply invoke(String body) {
    return server.invoke(body.replace('\'', '"'));
  }

  private TestServer.Reply csv(String body) {
    return server.post("/invocations", body, "Content-Type", "text/csv");
  }

  private void assertRefused(String body, String message) {
    assertThat(invoke(body))
        .hasToString("400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"" + message + "\"}");
  }

  private void assertCsvRefused(String body, String message) {
    assertThat(csv(body))
        .hasToString("400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"" + message + "\"}");
  }
}
