package io.millrace.parity;

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
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trainers that learn from pairs and from baskets. */
final class RecommendCases {
  /** More than any training row has. */
  private static final int KNOWN_USERS = 30;

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

  private static final String ALS =
      """
      long   | coldStartStrategy: mean
      string | coldStartStrategy: drop, rank: 3
      int    | coldStartStrategy: nan, implicitPrefs: true
      string | coldStartStrategy: mean, implicitPrefs: true
      int    | coldStartStrategy: mean, recommend: { topN: 4 }
      string | coldStartStrategy: drop, recommend: { what: users, excludeSeen: false }
      long   | coldStartStrategy: nan, recommend: { what: users, topN: 200 }
      """;

  private RecommendCases() {}

  static List<ParityCase> all() {
    Stream<ParityCase> als =
        ALS.lines()
            .map(line -> line.split("\\|"))
            .map(line -> als(line[0].strip(), line[1].strip()));
    return Stream.concat(als, Stream.of("string", "int").map(RecommendCases::fpGrowth)).toList();
  }

  private static ParityCase als(String type, String options) {
    return ParityCase.equalBits(
        "train/als",
        "ids: %s, %s".formatted(type, options),
        (harness, frames) -> {
          Model<Dataset<Row>> model =
              harness
                  .stage(
                      "use: train/als\nwith: { user: who, item: what, rating: stars, maxIter: 3, %s }"
                          .formatted(options))
                  .train(TrainingData.of(ratings(type, 400, 0, frames)));
          return Parity.of(new InOrder(model), ratings(type, ParityRows.count(), 1, frames));
        });
  }

  private static Dataset<Row> ratings(String type, int count, int unseen, SparkTestFrames frames) {
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

  private static ParityCase fpGrowth(String type) {
    return ParityCase.equalBits(
        "train/fp-growth",
        "items: " + type,
        (harness, frames) -> {
          Model<Dataset<Row>> model =
              harness
                  .stage(
                      "use: train/fp-growth\nwith: { items: basket, minSupport: 0.05, minConfidence: 0.3 }")
                  .train(TrainingData.of(baskets(type, 300, frames)));
          return Parity.of(model, baskets(type, ParityRows.count(), frames));
        });
  }

  private static Dataset<Row> baskets(String type, int count, SparkTestFrames frames) {
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
