package io.millrace.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.plan.Fingerprints;
import io.millrace.spark.api.RowHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The search of {@code benchmarks/tuning.yaml} by Spark's own {@link CrossValidator}, over a
 * pipeline of the same steps and on the same folds: the yardstick.
 */
public final class PlainTuning {
  /** What Millrace assigns rows to folds by: the seed of the file, and who makes the folds. */
  private static final long SEED = Fingerprints.seed(42, "model.folds");

  private static final int FOLDS = 3;

  private PlainTuning() {}

  /** Arguments: the directory of the data, and one to write to. */
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = PlainSession.start(Path.of(arguments[1]));
    Dataset<Row> read = PlainAdult.read(spark, Path.of(arguments[0], "adult.data"));
    Column fold = RowHash.uniform(read.schema(), List.of(), SEED).multiply(FOLDS).cast("int");
    Dataset<Row> rows =
        read.withColumn("fold", fold)
            .withColumn("label", when(col(AdultColumns.LABEL).equalTo(">50K"), 1.0).otherwise(0.0))
            .cache();

    LogisticRegression learner =
        new LogisticRegression().setMaxIter(20).setFeaturesCol("scaled").setLabelCol("label");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(learner.regParam(), new double[] {0.0, 0.01, 0.1})
            .addGrid(learner.elasticNetParam(), new double[] {0.0, 0.5})
            .build();
    // No bins: the area under the curve of all scores, as Millrace measures it.
    BinaryClassificationEvaluator evaluator = new BinaryClassificationEvaluator().setNumBins(0);
    CrossValidatorModel model =
        new CrossValidator()
            .setEstimator(pipeline(learner))
            .setEvaluator(evaluator)
            .setEstimatorParamMaps(grid)
            .setNumFolds(FOLDS)
            .setFoldCol("fold")
            .setParallelism(2)
            .fit(rows);
    double auc = evaluator.evaluate(model.bestModel().transform(rows));

    List<Map<String, Object>> trials = new ArrayList<>();
    for (int i = 0; i < grid.length; i++) {
      Map<String, Object> trial = new LinkedHashMap<>();
      trial.put("model.regParam", grid[i].get(learner.regParam()).get());
      trial.put("model.elasticNetParam", grid[i].get(learner.elasticNetParam()).get());
      trials.add(Map.of("options", trial, "metrics", Map.of("auc", model.avgMetrics()[i])));
    }
    Map<String, Object> document =
        Map.of(
            "searches", List.of(Map.of("stage", "model", "trials", trials)),
            "metrics", Map.of("quality.auc", auc));
    System.out.println(new ObjectMapper().writeValueAsString(document));
    spark.stop();
  }

  private static Pipeline pipeline(LogisticRegression learner) {
    String[] numbers = AdultColumns.NUMBERS.toArray(String[]::new);
    String[] filled = AdultColumns.NUMBERS.stream().map(n -> n + "_filled").toArray(String[]::new);
    String[] oneHot = categories("_onehot");
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new StringIndexer()
                  .setInputCols(AdultColumns.CATEGORIES.toArray(String[]::new))
                  .setOutputCols(categories("_index"))
                  .setHandleInvalid("keep"),
              new OneHotEncoder()
                  .setInputCols(categories("_index"))
                  .setOutputCols(oneHot)
                  .setHandleInvalid("keep"),
              new Imputer().setInputCols(numbers).setOutputCols(filled).setStrategy("mean"),
              new VectorAssembler()
                  .setInputCols(
                      Stream.concat(Stream.of(filled), Stream.of(oneHot)).toArray(String[]::new))
                  .setOutputCol("assembled"),
              new StandardScaler().setInputCol("assembled").setOutputCol("scaled"),
              learner
            });
  }

  private static String[] categories(String suffix) {
    return AdultColumns.CATEGORIES.stream().map(name -> name + suffix).toArray(String[]::new);
  }
}
