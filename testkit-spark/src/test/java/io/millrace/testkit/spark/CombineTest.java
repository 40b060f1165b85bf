package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Combiner;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.combine.JoinFactory;
import io.millrace.stages.combine.JoinFactory.Broadcast;
import io.millrace.stages.combine.JoinFactory.Skew;
import io.millrace.stages.combine.JoinFactory.Type;
import io.millrace.stages.combine.UnionFactory;
import io.millrace.testkit.contract.TestStageContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class CombineTest {
  private static final Schema LEFT =
      Schema.of(Column.nullable("v w", Simple.STRING), Column.nullable("k.`1`", Simple.INT));
  private static final Schema RIGHT =
      Schema.of(
          Column.nullable("k.`1`", Simple.INT),
          Column.nullable("v w", Simple.STRING),
          Column.nullable("x", Simple.DOUBLE));

  private final SparkTestFrames frames;
  private final Dataset<Row> left;
  private final Dataset<Row> right;
  private final ReportedProblems problems = new ReportedProblems();

  CombineTest(SparkTestFrames frames) {
    this.frames = frames;
    left =
        frames.frame(
            LEFT, List.of(Arrays.asList("a", 1), Arrays.asList("b", 2), Arrays.asList("c", null)));
    right = frames.frame(RIGHT, List.of(Arrays.asList(2, "B", 0.5), Arrays.asList(3, "C", null)));
  }

  private static Combiner<Dataset<Row>> join(
      Type type, Broadcast broadcast, @Nullable String suffix) {
    return join(type, broadcast, suffix, Skew.ADAPTIVE);
  }

  private static Combiner<Dataset<Row>> join(
      Type type, Broadcast broadcast, @Nullable String suffix, Skew skew) {
    return SparkStages.combiner(
        new JoinFactory()
            .create(new JoinFactory.Options(List.of("k.`1`"), type, broadcast, suffix, skew)));
  }

  private List<List<Object>> joined(Combiner<Dataset<Row>> join) {
    Dataset<Row> frame = join.combine(inputs(left, right), TestStageContext.of("joined"));
    Schema planned = join.schema(inputs(LEFT, RIGHT), problems);
    assertThat(problems.texts()).isEmpty();
    assertThat(frames.schema(frame)).isEqualTo(planned);
    return frames.rows(frame);
  }

  private static <T> Map<String, T> inputs(T left, T right) {
    Map<String, T> inputs = new LinkedHashMap<>();
    inputs.put("right", right);
    inputs.put("left", left);
    return inputs;
  }

  @Test
  void everyTypeOfJoinKeepsItsRows() {
    List<Object> both = Arrays.asList(2, "b", "B", 0.5);
    List<Object> leftOnly = Arrays.asList(1, "a", null, null);
    List<Object> leftNull = Arrays.asList(null, "c", null, null);
    List<Object> rightOnly = Arrays.asList(3, null, "C", null);

    assertThat(joined(join(Type.INNER, Broadcast.AUTO, "_r"))).containsExactly(both);
    assertThat(joined(join(Type.LEFT, Broadcast.RIGHT, "_r")))
        .containsExactlyInAnyOrder(leftOnly, both, leftNull);
    assertThat(joined(join(Type.RIGHT, Broadcast.LEFT, "_r")))
        .containsExactlyInAnyOrder(both, rightOnly);
    assertThat(joined(join(Type.FULL, Broadcast.AUTO, "_r")))
        .containsExactlyInAnyOrder(leftOnly, both, leftNull, rightOnly);
    assertThat(joined(join(Type.SEMI, Broadcast.AUTO, null))).containsExactly(List.of(2, "b"));
    assertThat(joined(join(Type.ANTI, Broadcast.AUTO, null)))
        .containsExactlyInAnyOrder(Arrays.asList(1, "a"), Arrays.asList(null, "c"));
  }

  @Test
  void theSideToBroadcastIsBroadcast() {
    String plan =
        join(Type.INNER, Broadcast.RIGHT, "_r")
            .combine(inputs(left, right), TestStageContext.of("joined"))
            .queryExecution()
            .optimizedPlan()
            .toString();

    assertThat(plan).contains("rightHint=(strategy=broadcast)");
  }

  @Test
  void whatAJoinCanNotDoIsAMistake() {
    assertThatThrownBy(() -> join(Type.LEFT, Broadcast.LEFT, null))
        .hasMessage(
            "type left keeps rows of the left side that have no partner, so that side can't be"
                + " broadcast");
    assertThatThrownBy(() -> join(Type.FULL, Broadcast.AUTO, null, Skew.SALT))
        .hasMessage(
            "skew salt would repeat rows without a partner in a join of type full; use adaptive");
    assertThatThrownBy(() -> join(Type.LEFT, Broadcast.RIGHT, null, Skew.SALT))
        .hasMessage(
            "skew salt spreads the rows of a key, which a broadcast does not gather; leave one"
                + " out");
  }

  @Test
  void saltingChangesNoRow() {
    List<List<Object>> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Integer key = i < 330 ? Integer.valueOf(2) : i < 350 ? null : Integer.valueOf(i);
      many.add(Arrays.asList("row " + i % 390, key));
    }
    Dataset<Row> skewed = frames.frame(LEFT, many);
    for (Type type : List.of(Type.INNER, Type.LEFT, Type.RIGHT, Type.SEMI, Type.ANTI)) {
      boolean ofRight = type == Type.RIGHT;
      Dataset<Row> partners = ofRight ? right.select("`v w`", "`k.``1```") : right;
      Map<String, Dataset<Row>> sides =
          ofRight ? inputs(partners, skewed) : inputs(skewed, partners);
      TestStageContext<Dataset<Row>> context = TestStageContext.of("joined");

      Dataset<Row> salted = join(type, Broadcast.AUTO, "_r", Skew.SALT).combine(sides, context);

      Dataset<Row> plain =
          join(type, Broadcast.AUTO, "_r").combine(sides, TestStageContext.of("joined"));
      assertThat(context.facts().get("skew"))
          .asString()
          .matches("1 frequent key with 82\\.5 % of 400 rows, cut into \\d+ slices");
      assertThat(salted.columns()).isEqualTo(plain.columns());
      assertThat(frames.rows(salted)).containsExactlyInAnyOrderElementsOf(frames.rows(plain));
    }
  }

  @Test
  void joinReportsColumnsThatClashOrDoNotFit() {
    join(Type.INNER, Broadcast.AUTO, null).schema(inputs(LEFT, RIGHT), problems);
    join(Type.INNER, Broadcast.AUTO, null)
        .schema(inputs(LEFT, Schema.of(Column.nullable("k.`1`", Simple.LONG))), problems);
    join(Type.INNER, Broadcast.AUTO, null).schema(inputs(LEFT, Schema.of()), problems);
    join(Type.INNER, Broadcast.AUTO, null).schema(Map.of("one", LEFT), problems);

    assertThat(problems.texts())
        .containsExactly(
            "suffix: [DUPLICATE_COLUMN] both inputs have a column 'v w'; set suffix, or drop or"
                + " rename it on one side",
            "on: [COLUMN_TYPE] 'k.`1`' is int on the left and long on the right; cast one of them"
                + " before",
            "on: [UNKNOWN_COLUMN] the right input has no column 'k.`1`'",
            ": [INVALID_OPTION] a join takes two inputs, not 1; write from: { left: …, right: … }");
  }

  @Test
  void aUnionMatchesColumnsByName() {
    Combiner<Dataset<Row>> union =
        SparkStages.combiner(new UnionFactory().create(new UnionFactory.Options(true)));
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    inputs.put("one", left);
    inputs.put("two", right);
    Map<String, Schema> schemas = new LinkedHashMap<>();
    schemas.put("one", LEFT);
    schemas.put("two", RIGHT);

    Dataset<Row> frame = union.combine(inputs, TestStageContext.of("all"));

    assertThat(frames.schema(frame)).isEqualTo(union.schema(schemas, problems));
    assertThat(problems.texts()).isEmpty();
    assertThat(frames.rows(frame))
        .containsExactly(
            Arrays.asList("a", 1, null),
            Arrays.asList("b", 2, null),
            Arrays.asList("c", null, null),
            Arrays.asList("B", 2, 0.5),
            Arrays.asList("C", 3, null));
  }

  @Test
  void aUnionReportsColumnsThatAreMissingOrOfAnotherType() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    schemas.put("one", LEFT);
    schemas.put("two", Schema.of(Column.nullable("v w", Simple.INT)));

    SparkStages.combiner(new UnionFactory().create(new UnionFactory.Options(false)))
        .schema(schemas, problems);

    assertThat(problems.texts())
        .containsExactly(
            ": [COLUMN_TYPE] 'v w' is int in two and string before; cast one of them",
            "fillMissing: [UNKNOWN_COLUMN] two has no column 'k.`1`'; set fillMissing: true, or"
                + " drop it");
  }
}
