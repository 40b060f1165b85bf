package io.millrace.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rtrim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What {@code benchmarks/adult.yaml} does, written for Spark by hand: the yardstick. It is meant to
 * be as quick as a good engineer would make it, and takes the session settings that Millrace takes.
 */
public final class PlainAdult {
  private static final List<String> WITH_GAPS =
      List.of("workclass", "occupation", "native-country");

  private final SparkSession spark;
  private final Path data;
  private final Path output;

  private PlainAdult(SparkSession spark, Path data, Path output) {
    this.spark = spark;
    this.data = data;
    this.output = output;
  }

  /** Arguments: the directory of the data, and the one to write tables and model to. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = PlainSession.start(Path.of(arguments[1]));
    new PlainAdult(spark, Path.of(arguments[0]), Path.of(arguments[1])).run();
    spark.stop();
  }

  private void run() throws IOException {
    Dataset<Row> test = rows("adult.test").withColumn("income", rtrim(col("income"), "."));
    Dataset<Row> train = filled(published(rows("adult.data"), "adult-train")).cache();
    test = filled(published(test, "adult-test"));
    PipelineModel model = pipeline().fit(train);
    train.unpersist();
    Map<String, Double> metrics = PlainMetrics.of(model.transform(test));
    model.write().overwrite().save(output.resolve("model").toString());
    MetricsDocument.print(metrics, System.out);
  }

  private Dataset<Row> rows(String file) {
    return read(spark, data.resolve(file));
  }

  /** The rows of a file of the Adult data. */
  static Dataset<Row> read(SparkSession spark, Path file) {
    StructType schema = new StructType();
    for (String name : AdultColumns.ALL) {
      boolean number = AdultColumns.NUMBERS.contains(name);
      schema = schema.add(name, number ? DataTypes.IntegerType : DataTypes.StringType);
    }
    return spark
        .read()
        .schema(schema)
        .option("mode", "FAILFAST")
        .option("ignoreLeadingWhiteSpace", true)
        .option("ignoreTrailingWhiteSpace", true)
        .option("nullValue", "?")
        .csv(file.toString());
  }

  /** Writes a version of a feature table, and reads it back. */
  private Dataset<Row> published(Dataset<Row> rows, String table) {
    String path = output.resolve("features").resolve(table).toString();
    rows.write().format("delta").mode("overwrite").save(path);
    return spark.read().format("delta").load(path);
  }

  private static Dataset<Row> filled(Dataset<Row> rows) {
    return rows.na().fill("unknown", WITH_GAPS.toArray(String[]::new));
  }

  private static Pipeline pipeline() {
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(
        new StringIndexer()
            .setInputCol(AdultColumns.LABEL)
            .setOutputCol("label")
            .setStringOrderType("alphabetAsc"));
    stages.add(
        new StringIndexer()
            .setInputCols(AdultColumns.CATEGORIES.toArray(String[]::new))
            .setOutputCols(categories("_index"))
            .setHandleInvalid("keep"));
    stages.add(
        new OneHotEncoder()
            .setInputCols(categories("_index"))
            .setOutputCols(categories("_onehot"))
            .setHandleInvalid("keep"));
    stages.add(
        new VectorAssembler()
            .setInputCols(
                Stream.concat(AdultColumns.NUMBERS.stream(), Stream.of(categories("_onehot")))
                    .toArray(String[]::new))
            .setOutputCol("features"));
    stages.add(new LogisticRegression());
    return new Pipeline().setStages(stages.toArray(PipelineStage[]::new));
  }

  private static String[] categories(String suffix) {
    return AdultColumns.CATEGORIES.stream().map(name -> name + suffix).toArray(String[]::new);
  }
}
