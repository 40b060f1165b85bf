package io.millrace.stages.train.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lists of {@code train/als}, learnt from what users took, without ratings. */
@ExtendWith(SparkExtension.class)
final class AlsListsTest {
  private static final Schema TAKEN =
      Schema.of(Column.nullable("user", Simple.INT), Column.nullable("item", Simple.INT));

  private static final int USERS = 40;
  private static final int ITEMS = 30;
  private static final float[] NONE = new float[0];

  /**
   * Users of three kinds take items of their own kind, and now and then any item; items of small
   * numbers are the popular ones. The last item of their kind that users took is kept for the test.
   */
  private record Made(List<List<Integer>> train, Map<Integer, Integer> held) {
    static Made up() {
      Random random = new Random(11);
      List<List<Integer>> train = new ArrayList<>();
      Map<Integer, Integer> held = new HashMap<>();
      for (int user = 0; user < USERS; user++) {
        Set<Integer> own = new HashSet<>();
        while (own.size() < 6) {
          double chance = random.nextDouble();
          int popular = (int) (chance * chance * 10);
          own.add(popular * 3 + user % 3);
        }
        List<Integer> items = new ArrayList<>(own);
        held.put(user, items.remove(random.nextInt(items.size())));
        items.add(random.nextInt(ITEMS));
        for (int item : new HashSet<>(items)) {
          if (item != held.getOrDefault(user, -1)) {
            train.add(List.of(user, item));
          }
        }
      }
      return new Made(train, held);
    }

    Set<Integer> taken(int user) {
      Set<Integer> taken = new HashSet<>();
      train.stream().filter(row -> row.get(0) == user).forEach(row -> taken.add(row.get(1)));
      return taken;
    }
  }

  private static HarnessedStage als(StageHarness harness, String recommend) {
    return harness.stage(
        "use: train/als\nwith: { user: user, item: item, implicitPrefs: true, rank: 4, alpha: 20.0, numUserBlocks: 2, numItemBlocks: 2%s }"
            .formatted(recommend));
  }

  private static Dataset<Row> train(SparkTestFrames frames, Made made) {
    return frames.frame(TAKEN, new ArrayList<>(made.train())).coalesce(1).cache();
  }

  /** Spark ML itself, with the same rows, options and seed. */
  private static ALSModel theirs(Dataset<Row> train, long seed) {
    return new ALS()
        .setUserCol("user")
        .setItemCol("item")
        .setRatingCol("rating")
        .setImplicitPrefs(true)
        .setRank(4)
        .setAlpha(20)
        .setNumUserBlocks(2)
        .setNumItemBlocks(2)
        .setSeed(seed)
        .fit(train.withColumn("rating", functions.lit(1.0)));
  }

  private static Map<Integer, float[]> factors(Dataset<Row> table) {
    Map<Integer, float[]> factors = new HashMap<>();
    for (Row row : table.collectAsList()) {
      List<Float> values = row.getList(1);
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      factors.put(row.getInt(0), vector);
    }
    return factors;
  }

  private static double dot(float[] user, float[] item) {
    double sum = 0;
    for (int i = 0; i < user.length; i++) {
      sum += (double) user[i] * item[i];
    }
    return sum;
  }

  private static List<Row> predicted(
      StageHarness harness, Dataset<Row> train, String recommend, Dataset<Row> asked) {
    return als(harness, recommend).train(TrainingData.of(train)).predict(asked).collectAsList();
  }

  @Test
  @Tag("full")
  void listsAreTheLargestProductsOfSparkMlsOwnNumbers(
      StageHarness harness, SparkTestFrames frames) {
    Made made = Made.up();
    Dataset<Row> train = train(frames, made);
    ALSModel theirs = theirs(train, als(harness, "").context().seed());
    Map<Integer, float[]> users = factors(theirs.userFactors());
    Map<Integer, float[]> items = factors(theirs.itemFactors());

    for (Row row : predicted(harness, train, ", recommend: { topN: 5 }", train)) {
      float[] user = users.getOrDefault(row.getInt(0), NONE);
      List<Integer> best =
          items.keySet().stream()
              .filter(item -> !made.taken(row.getInt(0)).contains(item))
              .sorted(
                  Comparator.comparingDouble(item -> -dot(user, items.getOrDefault(item, NONE))))
              .limit(5)
              .toList();
      assertThat(row.<Integer>getList(2)).isEqualTo(best);
      for (int i = 0; i < best.size(); i++) {
        assertThat(row.<Double>getList(3).get(i))
            .isCloseTo(dot(user, items.getOrDefault(best.get(i), NONE)), within(1e-9));
      }
    }
    Row first =
        predicted(
                harness,
                train,
                ", recommend: { what: users, topN: 3, excludeSeen: false }",
                frames.frame(Schema.of(Column.required("item", Simple.INT)), List.of(List.of(4))))
            .get(0);
    List<Integer> best =
        users.keySet().stream()
            .sorted(
                Comparator.comparingDouble(
                    user -> -dot(users.getOrDefault(user, NONE), items.getOrDefault(4, NONE))))
            .limit(3)
            .toList();
    assertThat(first.<Integer>getList(1)).isEqualTo(best);
  }

  /** Ten of thirty items at random hold a third of what was kept; by popularity, somewhat more. */
  @Test
  void whatUsersTakeNextIsFoundMoreOftenThanByPopularity(
      StageHarness harness, SparkTestFrames frames) {
    Made made = Made.up();
    Dataset<Row> train = train(frames, made);
    Dataset<Row> asked = train.select("user").distinct();
    Map<Integer, Long> counts = new HashMap<>();
    made.train().forEach(row -> counts.merge(row.get(1), 1L, Long::sum));

    int ours = 0;
    int popular = 0;
    for (Row row : predicted(harness, train, ", recommend: { topN: 5 }", asked)) {
      int user = row.getInt(0);
      int held = made.held().getOrDefault(user, -1);
      ours += row.<Integer>getList(1).contains(held) ? 1 : 0;
      Set<Integer> taken = made.taken(user);
      popular +=
          counts.keySet().stream()
                  .filter(item -> !taken.contains(item))
                  .sorted(Comparator.comparingLong(item -> -counts.getOrDefault(item, 0L)))
                  .limit(5)
                  .toList()
                  .contains(held)
              ? 1
              : 0;
    }
    assertThat(ours).isGreaterThan(popular + USERS / 4);
  }

  @Test
  @Tag("full")
  void usersWithoutTrainingRowsGetWhatTheOptionSays(StageHarness harness, SparkTestFrames frames) {
    List<List<Object>> rows =
        List.of(
            List.of(1, 7),
            List.of(2, 7),
            List.of(3, 7),
            List.of(1, 8),
            List.of(2, 8),
            List.of(3, 5),
            List.of(4, 6));
    Dataset<Row> train = frames.frame(TAKEN, rows);
    Dataset<Row> asked =
        frames.frame(
            Schema.of(Column.nullable("user", Simple.INT)),
            List.of(Arrays.asList(9), Arrays.asList((Object) null)));

    for (Row row : predicted(harness, train, ", recommend: { topN: 3 }", asked)) {
      assertThat(row.<Integer>getList(1)).containsExactly(7, 8, 5);
      assertThat(row.isNullAt(2)).isTrue();
    }
    assertThat(predicted(harness, train, ", coldStartStrategy: nan, recommend: { topN: 3 }", asked))
        .hasSize(2)
        .allMatch(row -> row.isNullAt(1) && row.isNullAt(2));
    assertThat(
            predicted(harness, train, ", coldStartStrategy: drop, recommend: { topN: 3 }", asked))
        .isEmpty();
    // Fewer are left than asked for: user 1 has two of the four items.
    Row known =
        predicted(
                harness,
                train,
                ", recommend: { topN: 3 }",
                frames.frame(Schema.of(Column.nullable("user", Simple.INT)), List.of(List.of(1))))
            .get(0);
    assertThat(known.<Integer>getList(1)).containsExactlyInAnyOrder(5, 6);
  }

  @Test
  void theSchemaSaysWhatIsListed(StageHarness harness) {
    Schema texts =
        Schema.of(Column.required("user", Simple.INT), Column.required("item", Simple.STRING));
    HarnessedStage stage = als(harness, ", recommend: { topN: 3 }");

    assertThat(stage.schema(texts).require(Model.PREDICTION).type().text())
        .isEqualTo("array<string>");
    assertThat(stage.schema(texts).require("scores").type().text()).isEqualTo("array<double>");
    assertThat(stage.problems(texts.with(Column.required("scores", Simple.INT))))
        .containsExactly(
            "stage.yaml:1:6: [DUPLICATE_COLUMN] the input has a column 'scores', which the model"
                + " adds: rename it");
    assertThat(als(harness, ", recommend: { topN: 0 }").problems(texts))
        .containsExactly(
            "stage.yaml:2:131: [OUT_OF_RANGE] option 'recommend.topN' of stage 'stage' must be at"
                + " least 1 and at most 10000, not 0");
  }
}
