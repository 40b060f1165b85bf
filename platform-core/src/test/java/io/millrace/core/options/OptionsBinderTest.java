package io.millrace.core.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.schema.LogicalType;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OptionsBinderTest {
  enum Mode {
    OVER_WRITE,
    APPEND
  }

  record Rule(@InputColumn String column, @Default("0") double above) {}

  record All(
      @NotEmpty String text,
      boolean flag,
      int whole,
      long large,
      double number,
      @Nullable Integer boxed,
      Mode mode,
      LogicalType type,
      List<Rule> rules,
      Map<String, LogicalType> types,
      @Range(min = 0) @Default("[1, 2]") List<Double> grid,
      @Default(",") String separator,
      @Default("append") Mode other) {}

  private static final String ALL =
      """
      text: 1.10
      flag: true
      whole: 3
      large: 9000000000
      number: 2
      mode: over-write
      type: DECIMAL(10, 2)
      rules: [{ column: a }, { column: b, above: 1.5 }]
      types: { x: long, "y.z": "array<string>" }
      """;

  private final ProblemLog problems = new ProblemLog();

  @Test
  void bindsEveryType() {
    All all = (All) bind(All.class, ALL).orElseThrow().options();
    assertThat(all)
        .isEqualTo(
            new All(
                "1.10",
                true,
                3,
                9_000_000_000L,
                2.0,
                null,
                Mode.OVER_WRITE,
                new LogicalType.DecimalOf(10, 2),
                List.of(new Rule("a", 0), new Rule("b", 1.5)),
                Map.of(
                    "x",
                    LogicalType.Simple.LONG,
                    "y.z",
                    new LogicalType.ArrayOf(LogicalType.Simple.STRING)),
                List.of(1.0, 2.0),
                ",",
                Mode.APPEND));
  }

  @Test
  void givesEveryOptionAsJsonInTheRecordsOrder() {
    assertThat(JsonText.compact(bind(All.class, ALL).orElseThrow().json()))
        .isEqualTo(
            "{\"text\":\"1.10\",\"flag\":true,\"whole\":3,\"large\":9000000000,\"number\":2.0,"
                + "\"boxed\":null,\"mode\":\"over-write\",\"type\":\"decimal(10,2)\","
                + "\"rules\":[{\"column\":\"a\",\"above\":0.0},{\"column\":\"b\",\"above\":1.5}],"
                + "\"types\":{\"x\":\"long\",\"y.z\":\"array<string>\"},\"grid\":[1.0,2.0],"
                + "\"separator\":\",\",\"other\":\"append\"}");
  }

  @Test
  void findsTheColumnsThatOptionsName() {
    assertThat(
            ColumnNames.inputs(
                OptionsDescriptor.of(All.class), bind(All.class, ALL).orElseThrow().json()))
        .containsExactly(
            new ColumnNames.Named("rules[0].column", "a"),
            new ColumnNames.Named("rules[1].column", "b"));
  }

  @Test
  void reportsAllThatDoesNotFitWithItsPath() {
    assertThat(
            bind(
                All.class,
                """
                text: ""
                flag: "true"
                whole: 3000000000
                large: 1.5
                number: "2"
                mode: [a]
                type: text
                rules: [{ colum: a }, 5]
                types: [x]
                grid: [1, -1]
                """))
        .isEmpty();
    assertThat(problems.sorted(text -> text))
        .extracting(Problem::text)
        .containsExactly(
            "f:1:7: [OUT_OF_RANGE] option 'text' of stage 's' must not be empty",
            "f:2:7: [WRONG_TYPE] option 'flag' of stage 's' must be true or false, not the text"
                + " 'true'",
            "f:3:8: [OUT_OF_RANGE] option 'whole' of stage 's' must be between -2^31 and 2^31-1,"
                + " not 3000000000",
            "f:4:8: [WRONG_TYPE] option 'large' of stage 's' must be a whole number, not the"
                + " number 1.5",
            "f:5:9: [WRONG_TYPE] option 'number' of stage 's' must be a number, not the text '2'",
            "f:6:7: [WRONG_TYPE] option 'mode' of stage 's' must be one of over-write, append, not"
                + " a list",
            "f:7:7: [INVALID_OPTION] option 'type' of stage 's': 'text' is no type; types are"
                + " boolean, int, long, float, double, decimal(p,s), string, date, timestamp,"
                + " binary, array<type>, struct<name:type,…> and vector(size)",
            "f:8:9: [MISSING_OPTION] option 'rules[0].column' of stage 's' is missing",
            "f:8:11: [UNKNOWN_KEY] there is no option 'rules[0].colum' of stage 's'; did you mean"
                + " 'column'?",
            "f:8:23: [WRONG_TYPE] option 'rules[1]' of stage 's' must be a map with column, above,"
                + " not the number 5",
            "f:9:8: [WRONG_TYPE] option 'types' of stage 's' must be a map, as in {a: b}, not a"
                + " list",
            "f:10:11: [OUT_OF_RANGE] option 'grid[1]' of stage 's' must be at least 0, not -1");
  }

  @Exclusive(
      value = {"a", "b"},
      oneRequired = true)
  record Either(@Nullable String a, @Nullable String b) {}

  @Test
  void oneOfAGroupMustBeGiven() {
    assertThat(bind(Either.class, "{}")).isEmpty();
    assertThat(bind(Either.class, "{a: 1, b: 2}")).isEmpty();
    assertThat(bind(Either.class, "{a: 1, b: null}")).isPresent();
    assertThat(problems.sorted(text -> text))
        .extracting(Problem::message)
        .containsExactly(
            "one of the options 'a' and 'b' of stage 's' must be given",
            "options 'a' and 'b' of stage 's' exclude each other; keep one of them");
  }

  record BadDefault(@Range(max = 1) @Default("2") int value) {}

  record BadType(Date date) {}

  @Test
  void aRecordThatCanNotBeBoundIsTheFaultOfItsAuthor() {
    assertThatThrownBy(() -> OptionsDescriptor.of(BadDefault.class))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "option 'value' of io.millrace.core.options.OptionsBinderTest$BadDefault has a default"
                + " that does not fit: option 'value' must be at most 1, not 2");
    assertThatThrownBy(() -> OptionsDescriptor.of(BadType.class))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "option 'date' of io.millrace.core.options.OptionsBinderTest$BadType has a type that"
                + " options can't have: java.util.Date");
  }

  @Test
  void describesARecordOnce() {
    assertThat(OptionsDescriptor.of(All.class)).isSameAs(OptionsDescriptor.of(All.class));
  }

  private Optional<BoundOptions> bind(Class<? extends Record> type, String yaml) {
    try {
      YamlNode.Mapping node = (YamlNode.Mapping) YamlParser.parse(yaml, "f", problems);
      return OptionsBinder.of(
              OptionsDescriptor.of(type), "stage 's'", problems, TextResolver.AS_WRITTEN)
          .bind(node, new Position("f", 1, 1));
    } catch (YamlException e) {
      throw new AssertionError(e);
    }
  }
}
