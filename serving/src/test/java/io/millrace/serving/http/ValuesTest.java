package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.serving.Packages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Values of all types, there and back through a model that gives what it gets. */
@TestInstance(Lifecycle.PER_CLASS)
final class ValuesTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.nullable("bool", Simple.BOOLEAN),
          Column.nullable("int", Simple.INT),
          Column.nullable("long", Simple.LONG),
          Column.nullable("float", Simple.FLOAT),
          Column.nullable("double", Simple.DOUBLE),
          Column.nullable("text", Simple.STRING),
          Column.nullable("date", Simple.DATE),
          Column.nullable("time", Simple.TIMESTAMP),
          Column.nullable("bytes", Simple.BINARY),
          Column.nullable("money", new DecimalOf(6, 2)),
          Column.nullable("words", new ArrayOf(Simple.STRING)),
          Column.nullable(
              "place",
              new StructOf(
                  List.of(Column.required("x", Simple.INT), Column.nullable("on", Simple.DATE)))),
          Column.nullable("vector", new VectorOf(3)));

  private static final String NULLS =
      "{'bool':null,'int':null,'long':null,'float':null,'double':null,'text':null,'date':null,'time':null,'bytes':null,'money':null,'words':null,'place':null,'vector':null}";

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    server = TestServer.of(Packages.load(Packages.mirror(directory.resolve("1"), COLUMNS), "1"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void valuesOfAllTypesComeBackAsTheyWere() {
    String row =
        "{'bool':true,'int':-2147483648,'long':9223372036854775807,'float':0.1,'double':1.0E-5,"
            + "'text':'é\\n\uD83D\uDE00','date':'2026-01-31','time':'2026-01-31T10:00:00.000001Z','bytes':'AAEC',"
            + "'money':1234.50,'words':['a',null],'place':{'x':1,'on':'0001-01-01'},'vector':[0.1,-0.0,3.0]}";
    assertThat(records(row + "," + NULLS))
        .hasToString(quoted("200 {'predictions':[" + row + "," + NULLS + "]}"));
  }

  @Test
  void valuesMayBeWrittenInOtherWays() {
    assertThat(
            records(
                "{'bool':false,'int':3.0,'long':1e3,'float':3,'double':7,'text':'','date':'2026-01-31',"
                    + "'time':'2026-01-31 10:00:00+02:00','bytes':'','money':'1.005','words':[],"
                    + "'place':{'on':null,'y':[],'x':2},'vector':{'size':3,'indices':[1],'values':[5]}}"))
        .hasToString(
            quoted(
                "200 {'predictions':[{'bool':false,'int':3,'long':1000,'float':3.0,'double':7.0,'text':'','date':'2026-01-31',"
                    + "'time':'2026-01-31T08:00:00Z','bytes':'','money':1.01,'words':[],"
                    + "'place':{'x':2,'on':null},'vector':[0.0,5.0,0.0]}]}"));
  }

  @Test
  void csvIsReadWithTheTypesOfTheSignature() {
    String header = "bool,int,long,float,double,text,date,time,bytes,money,words,place,vector\n";
    assertThat(
            server.post(
                "/invocations",
                header
                    + "True,1.0,2,0.1,NaN,3,2026-01-31,2026-01-31T10:00:00,AAEC,-0.5,\"[\"\"a\"\"]\",\"{\"\"x\"\":1}\",\"[1,2,3]\"\n"
                    + ",,,,,\"\",,,,,,,",
                "Content-Type",
                "text/csv"))
        .hasToString(
            quoted(
                "200 {'predictions':[{'bool':true,'int':1,'long':2,'float':0.1,'double':'NaN','text':'3','date':'2026-01-31',"
                    + "'time':'2026-01-31T10:00:00Z','bytes':'AAEC','money':-0.50,'words':['a'],"
                    + "'place':{'x':1,'on':null},'vector':[1.0,2.0,3.0]},"
                    + NULLS.replace("'text':null", "'text':''")
                    + "]}"));
  }

  @Test
  void tensorsCarryAllTypes() {
    String inputs =
        tensor("bool", "BOOL", "true")
            + tensor("int", "INT32", "1")
            + tensor("long", "INT64", "2")
            + tensor("float", "FP32", "0.1")
            + tensor("double", "FP64", "'-Infinity'")
            + tensor("text", "BYTES", "'a'")
            + tensor("date", "BYTES", "'2026-01-31'")
            + tensor("time", "BYTES", "'2026-01-31T10:00:00Z'")
            + tensor("bytes", "BYTES", "'AAEC'")
            + tensor("money", "BYTES", "'1.50'")
            + tensor("words", "BYTES", "'[\\'a\\']'")
            + tensor("place", "BYTES", "'{\\'x\\':1,\\'on\\':null}'")
            + tensor("vector", "FP64", "0.5,1.0,2.0").replace("[1,1]", "[1,3]");
    String body = quoted("{'inputs':[" + inputs.substring(0, inputs.length() - 1) + "]}");
    assertThat(server.post("/v2/models/mirror/infer", body, "X-Request-Id", "r"))
        .hasToString(
            "200 {\"model_name\":\"mirror\",\"model_version\":\"1\",\"id\":\"r\",\"outputs\":"
                + body.substring("{\"inputs\":".length()));
  }

  @Test
  void doublesReadBackToTheSameBits() {
    Random random = new Random(7);
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      values.append(Double.isFinite(value) ? Double.toString(value) : "-0").append(',');
    }
    values.append("4.9E-324,1.7976931348623157E308,-0.0,0.1,2.2250738585072014E-308");
    String[] sent = values.toString().split(",", -1);
    String rows = "";
    StringBuilder body = new StringBuilder(rows);
    for (String value : sent) {
      body.append(NULLS.replace("'double':null", "'double':" + value)).append(',');
    }
    String reply = records(body.substring(0, body.length() - 1)).body();
    List<Long> bits =
        reply
            .lines()
            .flatMap(
                line ->
                    java.util.regex.Pattern.compile("\"double\":([^,]+)").matcher(line).results())
            .map(found -> Double.doubleToLongBits(Double.parseDouble(found.group(1))))
            .toList();
    assertThat(bits)
        .isEqualTo(
            java.util.Arrays.stream(sent)
                .map(text -> Double.doubleToLongBits(Double.parseDouble(text)))
                .toList());
  }

  @Test
  void saysWhichRowAndColumnHasAValueThatIsNone() {
    assertRefused("bool", "1", "1, and the model takes true or false");
    assertRefused("int", "2147483648", "2147483648, and the model takes a whole number of 32 bits");
    assertRefused("int", "1.5", "1.5, and the model takes a whole number of 32 bits");
    assertRefused("int", "'1'", "the text '1', and the model takes a whole number of 32 bits");
    assertRefused(
        "long", "1e999999999", "1e999999999, and the model takes a whole number of 64 bits");
    assertRefused(
        "long",
        "9223372036854775808",
        "9223372036854775808, and the model takes a whole number of 64 bits");
    assertRefused("float", "1e39", "1e39, and the model takes a number within the range of float");
    assertRefused(
        "double", "-1e400", "-1e400, and the model takes a number within the range of double");
    assertRefused(
        "double", "true", "true, and the model takes a number within the range of double");
    assertRefused("text", "5", "5, and the model takes a text");
    assertRefused("text", "{}", "an object, and the model takes a text");
    assertRefused(
        "date",
        "'2026-02-30'",
        "the text '2026-02-30', and the model takes a date as '2026-01-31'");
    assertRefused(
        "time", "'noon'", "the text 'noon', and the model takes a time as '2026-01-31T23:59:59Z'");
    assertRefused("bytes", "'?'", "the text '?', and the model takes bytes in Base64");
    assertRefused(
        "money", "12345.6", "12345.6, and the model takes a number of the type decimal(6,2)");
    assertRefused(
        "words", "'a'", "the text 'a', and the model takes a value of the type array<string>");
    assertRefused("words", "[1]", "1, and the model takes a value of the type array<string>");
    assertRefused(
        "place",
        "{'on':null}",
        "a value without 'x', and the model takes a value of the type struct<x:int,on:date>");
    assertRefused(
        "vector", "[1,2]", "a list of 2 numbers, and the model takes a list of 3 numbers");
    assertRefused(
        "vector",
        "{'size':3,'indices':[2,1],'values':[1,1]}",
        "a sparse vector whose size, rising indices and values do not fit, and the model takes a list of 3 numbers");
    assertRefused("text", "[['" + "x".repeat(100) + "']]", "a list, and the model takes a text");
    assertRefused(
        "date",
        "'" + "x".repeat(100) + "'",
        "the text '" + "x".repeat(60) + "…', and the model takes a date as '2026-01-31'");
  }

  @Test
  void deepNestingIsRefusedBeforeItCostsAStack() {
    assertThat(server.invoke("{\"x\":" + "[".repeat(200_000)))
        .hasToString(
            "400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"The body is no JSON: Document nesting depth (65) exceeds the maximum allowed (64, from `StreamReadConstraints.getMaxNestingDepth()`) (at an unknown place).\"}");
  }

  private TestServer.Reply records(String rows) {
    return server.invoke(quoted("{'dataframe_records':[" + rows + "]}"));
  }

  private void assertRefused(String column, String value, String sentence) {
    String row = NULLS.replace("'" + column + "':null", "'" + column + "':" + value);
    assertThat(records(NULLS + "," + row))
        .hasToString(
            "400 {\"error_code\":\"BAD_REQUEST\",\"message\":\"Row 1, column '%s' is %s.\"}"
                .formatted(column, sentence));
  }

  private static String tensor(String name, String datatype, String data) {
    return "{'name':'%s','shape':[1,1],'datatype':'%s','data':[%s]},"
        .formatted(name, datatype, data);
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
