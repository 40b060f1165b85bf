package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class RecommendParityTest {
  private static final int ROWS = 2_000;

  /** More than any training row has. */
  private static final int KNOWN_USERS = 30;

  private final StageHarness harness;
  private final SparkTestFrames frames;

  RecommendParityTest(StageHarness harness, SparkTestFrames frames) {
    this.harness = harness;
    this.frames = frames;
  }

  /** A model whose frame comes back in the order of its rows, which joins don't keep. */
  private record InOrder(Model<Dataset<Row>> model)
      implements Model<Dataset<Row>>, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> predict(Dataset<Row> frame) {
      return model.predict(frame).orderBy(Columns.col("row"));
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return ((ScoringExport<Dataset<Row>>) model).scoring(frame);
    }

    @Override
    public List<String> classes() {
      return model.classes();
    }

    @Override
    public void save(StateDirectory state) {
      model.save(state);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long   | coldStartStrategy: mean",
        "string | coldStartStrategy: drop, rank: 3",
        "int    | coldStartStrategy: nan, implicitPrefs: true",
        "string | coldStartStrategy: mean, implicitPrefs: true",
        "int    | 'coldStartStrategy: mean, recommend: { topN: 4 }'",
        "string | 'coldStartStrategy: drop, recommend: { what: users, excludeSeen: false }'",
        "long   | 'coldStartStrategy: nan, recommend: { what: users, topN: 200 }'"
      })
  void ratingsAndLists(String type, String options) {
    Model<Dataset<Row>> model =
        harness
            .stage(
                "use: train/als\nwith: { user: who, item: what, rating: stars, maxIter: 3, %s }"
                    .formatted(options))
            .train(TrainingData.of(ratings(type, 400, 0)));
    ParityReport report = Parity.of(new InOrder(model), ratings(type, ROWS, 1));
    report.assertEqualBits();
    assertThat(report.kept()).isPositive();
  }

  private Dataset<Row> ratings(String type, int count, int unseen) {
    LogicalType id = LogicalType.parse(type);
    SplittableRandom random = new SplittableRandom(count);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int who = random.nextInt(KNOWN_USERS + 5 * unseen);
      int what = random.nextInt(40 + 5 * unseen);
      boolean missing = unseen > 0 && i % 50 == 0;
      rows.add(
          Arrays.asList(
              (long) i,
              missing ? null : id(id, who),
              id(id, 3 * what),
              1.0 + (who * what) % 5 + random.nextDouble()));
    }
    Schema schema =
        Schema.of(
            Column.nullable("row", Simple.LONG),
            Column.nullable("who", id),
            Column.nullable("what", id),
            Column.nullable("stars", Simple.DOUBLE));
    return frames.frame(schema, rows);
  }

  private static Object id(LogicalType type, int number) {
    if (type == Simple.STRING) {
      return "n" + number;
    }
    return type == Simple.INT ? (Object) number : (Object) (long) number;
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "int"})
  void whatBasketsLack(String type) {
    Model<Dataset<Row>> model =
        harness
            .stage(
                "use: train/fp-growth\nwith: { items: basket, minSupport: 0.05, minConfidence: 0.3 }")
            .train(TrainingData.of(baskets(type, 300)));
    ParityReport report = Parity.of(model, baskets(type, ROWS));
    report.assertEqualBits();
    assertThat(report.kept()).isEqualTo(ROWS);
  }

  private Dataset<Row> baskets(String type, int count) {
    LogicalType item = LogicalType.parse(type);
    SplittableRandom random = new SplittableRandom(count);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> basket = new ArrayList<>();
      int size = random.nextInt(5);
      for (int k = 0; k < size; k++) {
        basket.add(id(item, random.nextInt(1 + random.nextInt(9))));
      }
      if (i % 40 == 3) {
        basket.add(null);
      }
      rows.add(Arrays.asList((Object) (i % 60 == 7 ? null : basket)));
    }
    return frames.frame(Schema.of(Column.nullable("basket", new ArrayOf(item))), rows);
  }
}
