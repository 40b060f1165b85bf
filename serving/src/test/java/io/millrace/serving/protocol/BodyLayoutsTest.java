package io.millrace.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.serving.Packages;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.mlflow.ContentType;
import io.millrace.serving.protocol.mlflow.Invocation;
import io.millrace.serving.protocol.mlflow.InvocationCodec;
import io.millrace.serving.protocol.v2.InferCodec;
import io.millrace.serving.protocol.v2.InferRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies are read the same, whether their layout is known or a parser reads them. */
class BodyLayoutsTest {
  private static final int LIMIT = 100;

  /** A body that is larger than any whose layout is looked at. */
  private static final String BLANKS = " ".repeat(1 << 14);

  private static final List<Column> COLUMNS =
      List.of(
          Column.nullable("number", Simple.DOUBLE),
          Column.required("long", Simple.LONG),
          Column.nullable("int", Simple.INT),
          Column.nullable("truth", Simple.BOOLEAN),
          Column.nullable("text", Simple.STRING));

  private static final List<String> TYPES = List.of("FP64", "INT64", "INT32", "BOOL", "BYTES");

  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "-0.0",
          "7",
          "-12",
          "45.67",
          "0.1",
          "00.1",
          "01",
          "1.",
          ".5",
          "-",
          "+1",
          "1e3",
          "1E-2",
          "123456789012345",
          "1234567890123456",
          "12345678901234.5",
          "12345678901234.56",
          "0.000000000000001",
          "-9.99999999999999",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "3.0",
          "3.5",
          "null",
          "true",
          "false",
          "nul",
          "truex",
          "\"NaN\"",
          "\"\"",
          "\"plus\"",
          "\"a b\"",
          "\"\\u0041\"",
          "\"\\\"\"",
          "\"é\"",
          "\"漢😀\"",
          "\"\u007f\"",
          "\"\u0001\"",
          "\"open",
          "[1]",
          "[]",
          "{}",
          "1 ",
          " 1",
          "\t1",
          "1,2",
          "\"a\",\"b\"",
          "");

  @TempDir private Path directory;
  private ServedModel model;

  @BeforeEach
  void load() throws IOException {
    model = Packages.load(Packages.mirror(directory.resolve("mirror"), COLUMNS), "1");
  }

  @Test
  void valuesOfAnyFormInAKnownLayoutAreReadAsTheParserReadsThem() {
    List<String> usual = List.of("1.5", "2", "3", "true", "\"four\"");
    assertThat(tensors("\"a\"", usual)).isNotEmpty();
    for (int column = 0; column < usual.size(); column++) {
      for (String value : VALUES) {
        List<String> values = new ArrayList<>(usual);
        values.set(column, value);
        checkBoth(tensors("\"b\"", values), split(values));
      }
    }
    for (String id : VALUES) {
      checkBoth(tensors(id, usual), split(usual));
    }
  }

  @Test
  void changedBodiesAreReadAsTheParserReadsThem() {
    SplittableRandom random = new SplittableRandom(17);
    List<String> usual = List.of("1.5", "2", "3", "true", "\"four\"");
    List<String> bodies = List.of(tensors("\"a\"", usual), split(usual), records(), twice());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = bodies.get(i % bodies.size()).getBytes(UTF_8);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(bytes.length);
        bytes[at] = bytes[random.nextInt(bytes.length)];
      }
      String body = new String(bytes, UTF_8);
      checkBoth(body, body);
    }
  }

  @Test
  void aParserReadsWhatIsNotPlainAndUnknownLayoutsOnly() {
    Records body = new Records();
    BodyLayouts<InputRows> layouts = new BodyLayouts<>(RowReader.of(model), body);
    String known = "{\"number\":1.5,\"long\":2,\"int\":3,\"truth\":true,\"text\":\"four\"}";
    layouts.read(known.getBytes(UTF_8), LIMIT);
    body.parsed = 0;
    layouts.read(known.replace("four", "five").getBytes(UTF_8), LIMIT);
    layouts.read(known.replace("1.5", "null").getBytes(UTF_8), LIMIT);
    assertThat(body.parsed).isZero();
    layouts.read(known.replace("1.5", "1.5e3").getBytes(UTF_8), LIMIT);
    layouts.read(known.replace("four", "vier\\n").getBytes(UTF_8), LIMIT);
    layouts.read(known.replace(",", ", ").getBytes(UTF_8), LIMIT);
    assertThat(body.parsed).isEqualTo(3);
  }

  /** Reads one record, and counts. */
  private static final class Records implements BodyLayouts.Body<InputRows> {
    private int parsed;

    @Override
    public InputRows read(byte[] body, RowReader reader, int rowLimit) {
      parsed++;
      InputRows rows = reader.newRows(1);
      return Json.read(
          body,
          parser -> {
            parser.nextToken();
            reader.record(parser, rows, rowLimit);
            return rows;
          });
    }

    @Override
    public InputRows rows(InputRows read) {
      return read;
    }

    @Override
    public InputRows with(InputRows example, InputRows rows, @Nullable String id) {
      return rows;
    }
  }

  @Test
  void ofSeveralIdsTheLastCounts() {
    for (String ids : List.of("\"id\":\"a\",\"id\":\"b\"", "\"id\":\"a\",\"id\":7", "\"id\":7")) {
      String body = tensors("\"x\"", List.of("1", "2", "3", "true", "\"t\""));
      String several = body.replace("\"id\":\"x\"", ids);
      for (int i = 0; i < 40; i++) {
        checkBoth(several, several.replace("\"a\"", "\"c\""));
      }
    }
  }

  @Test
  void theLimitOfRowsHoldsForKnownLayouts() {
    String body = twice();
    for (int i = 0; i < 3; i++) {
      assertThat(InferCodec.read(body.getBytes(UTF_8), model, 2).rows().rows()).isEqualTo(2);
      assertThat(told(text -> InferCodec.read(text, model, 1).rows().rows(), body))
          .isEqualTo(
              "The body holds more than 1 rows, the limit of this server: send fewer at a time.");
    }
  }

  private void checkBoth(String tensors, String invocation) {
    check(this::infer, tensors);
    check(this::invoke, invocation);
  }

  /** Where a body ends too early, blanks behind it only change where that is said to be. */
  private static void check(Function<byte[], Object> reader, String body) {
    Object known = told(reader, body);
    Object parsed = told(reader, body + BLANKS);
    if (!(String.valueOf(known).startsWith("The body is no JSON"))) {
      assertThat(known).as(body).isEqualTo(parsed);
    } else {
      assertThat(String.valueOf(parsed)).as(body).startsWith("The body is no JSON");
    }
  }

  private static Object told(Function<byte[], Object> reader, String body) {
    try {
      return reader.apply(body.getBytes(UTF_8));
    } catch (CallRefused e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Object infer(byte[] body) {
    InferRequest read = InferCodec.read(body, model, LIMIT);
    return List.of(String.valueOf(read.id()), read.outputs(), cells(read.rows()));
  }

  private Object invoke(byte[] body) {
    Invocation read = InvocationCodec.read(body, ContentType.JSON, model, LIMIT);
    return List.of(read.allOutputs(), cells(read.rows()));
  }

  private static List<List<Object>> cells(InputRows rows) {
    return IntStream.range(0, rows.rows() * COLUMNS.size())
        .mapToObj(
            i -> {
              int row = i / COLUMNS.size();
              int column = i % COLUMNS.size();
              return List.<Object>of(
                  rows.isSet(row, column),
                  rows.isNull(row, column),
                  rows.isNull(row, column) ? 0 : rows.whole(row, column),
                  String.valueOf(rows.object(row, column)));
            })
        .toList();
  }

  private static String tensors(String id, List<String> values) {
    StringBuilder body = new StringBuilder("{\"id\":" + id + ",\"inputs\": [");
    for (int i = 0; i < values.size(); i++) {
      body.append(i == 0 ? "" : ", ")
          .append("{\"name\": \"%s\", \"shape\": [1, 1], ".formatted(COLUMNS.get(i).name()))
          .append("\"datatype\": \"%s\", \"data\": [%s]}".formatted(TYPES.get(i), values.get(i)));
    }
    return body.append("]}").toString();
  }

  /** Two rows, in another order of columns. */
  private static String twice() {
    return """
        {"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["a","b"]},
        {"name":"int","shape":[2,1],"datatype":"INT32","data":[[1],[2]]},
        {"name":"number","shape":[2],"datatype":"FP64","data":[0.5,-1]},
        {"name":"other","shape":[2],"datatype":"FP64","data":[0.5,-1]},
        {"name":"long","shape":[2],"datatype":"INT64","data":[1,2]},
        {"name":"truth","shape":[2],"datatype":"BOOL","data":[true,false]}],
        "outputs":[{"name":"text"}]}""";
  }

  private static String split(List<String> values) {
    return "{\"dataframe_split\": {\"columns\": [\"number\", \"long\", \"int\", \"truth\", \"text\"], \"data\": [[%s]]}}"
        .formatted(String.join(", ", values));
  }

  private static String records() {
    return "{\"dataframe_records\":[{\"text\":\"a\",\"number\":1.25,\"int\":-3,\"long\":4,\"truth\":null},{\"number\":null,\"long\":12,\"int\":1,\"truth\":true,\"text\":\"b\"}],\"params\":{\"outputs\":\"all\"}}";
  }
}
