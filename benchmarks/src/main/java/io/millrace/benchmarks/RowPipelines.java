package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pipelines of seven stages over two categories and three numbers: index, one-hot, impute,
 * assemble, scale, assemble, and one of three models.
 */
final class RowPipelines {
  static final StructType INPUT =
      new StructType()
          .add("plan", DataTypes.StringType)
          .add("region", DataTypes.StringType)
          .add("age", DataTypes.DoubleType)
          .add("income", DataTypes.DoubleType)
          .add("calls", DataTypes.DoubleType);

  private static final String[] CATEGORIES = {"plan", "region"};
  private static final String[] NUMBERS = {"age", "income", "calls"};

  private RowPipelines() {}

  /** Rows with a label, one number in twenty missing. */
  static List<Row> rows(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int plan = random.nextInt(4);
      int region = random.nextInt(6);
      double age = 18 + 60 * random.nextDouble();
      double income = 90_000 * random.nextDouble();
      double calls = random.nextInt(40);
      double noise = 3 * (random.nextDouble() - 0.5);
      double label = plan - 2 + age / 50 - income / 60_000 + calls / 30 + noise > 0 ? 1 : 0;
      rows.add(
          RowFactory.create(
              "plan" + plan,
              "region" + region,
              random.nextInt(20) == 0 ? null : age,
              income,
              calls,
              label));
    }
    return rows;
  }

  static Dataset<Row> frame(SparkSession session, List<Row> rows) {
    return session.createDataFrame(rows, INPUT.add("label", DataTypes.DoubleType));
  }

  /** The pipelines by the names of their models. */
  static Map<String, PipelineModel> learnt(Dataset<Row> train) {
    Map<String, PipelineModel> learnt = new LinkedHashMap<>();
    learnt.put("LR", fit(train, new LogisticRegression()));
    learnt.put(
        "RF 50x8",
        fit(train, new RandomForestClassifier().setNumTrees(50).setMaxDepth(8).setSeed(1)));
    learnt.put(
        "GBT 30x5", fit(train, new GBTClassifier().setMaxIter(30).setMaxDepth(5).setSeed(1)));
    return learnt;
  }

  private static PipelineModel fit(Dataset<Row> train, PipelineStage model) {
    PipelineStage[] stages = {
      new StringIndexer()
          .setInputCols(CATEGORIES)
          .setOutputCols(suffixed(CATEGORIES, "Index"))
          .setHandleInvalid("keep"),
      new OneHotEncoder()
          .setInputCols(suffixed(CATEGORIES, "Index"))
          .setOutputCols(suffixed(CATEGORIES, "Bits")),
      new Imputer().setInputCols(NUMBERS).setOutputCols(suffixed(NUMBERS, "Known")),
      new VectorAssembler().setInputCols(suffixed(NUMBERS, "Known")).setOutputCol("numbers"),
      new StandardScaler().setInputCol("numbers").setOutputCol("scaled").setWithMean(true),
      new VectorAssembler()
          .setInputCols(new String[] {"planBits", "regionBits", "scaled"})
          .setOutputCol("features"),
      model
    };
    return new Pipeline().setStages(stages).fit(train);
  }

  private static String[] suffixed(String[] names, String suffix) {
    return java.util.Arrays.stream(names).map(name -> name + suffix).toArray(String[]::new);
  }
}
