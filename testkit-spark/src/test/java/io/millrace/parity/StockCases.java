package io.millrace.parity;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.scoring.StockFeatureScoring;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.OneHotEncoderModel;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.feature.VectorSizeHint;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's own transformers, as plugins use them, without a stage of ours around them. */
final class StockCases {
  private static final Schema COLUMNS =
      Schema.of(
          Column.required("n", Simple.DOUBLE),
          Column.required("i", Simple.INT),
          Column.required("b", Simple.BOOLEAN),
          Column.required("t", Simple.STRING),
          Column.nullable("u", Simple.STRING),
          Column.nullable("m", Simple.DOUBLE),
          Column.required("v", new VectorOf(5)),
          Column.required("w", new ArrayOf(Simple.STRING)));

  private StockCases() {}

  /** Transformers one after another. */
  private record Stock(List<Transformer> transformers)
      implements FittedTransformer<Dataset<Row>>, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      Dataset<Row> result = frame;
      for (Transformer transformer : transformers) {
        result = transformer.transform(result);
      }
      return result;
    }

    @Override
    public void save(StateDirectory state) {
      throw new UnsupportedOperationException("nothing is saved here");
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return StockFeatureScoring.chain(transformers, frame);
    }
  }

  static List<ParityCase> all() {
    return List.of(
        stock("Tokenizer", () -> new Tokenizer().setInputCol("t").setOutputCol("o")),
        stock(
            "StringIndexer, OneHotEncoder, Interaction",
            () ->
                new StringIndexer()
                    .setInputCols(new String[] {"u", "i"})
                    .setOutputCols(new String[] {"p", "q"})
                    .setHandleInvalid("keep"),
            () -> new OneHotEncoder().setInputCol("q").setOutputCol("s").setDropLast(false),
            () -> new Interaction().setInputCols(new String[] {"s", "p", "i"}).setOutputCol("o")),
        stock(
            "StringIndexer, handleInvalid: skip",
            () -> new StringIndexer().setInputCol("u").setOutputCol("o").setHandleInvalid("skip")),
        stock(
            "OneHotEncoder of fractions and nulls",
            () ->
                new OneHotEncoderModel("fractions", new int[] {4})
                    .setInputCol("m")
                    .setOutputCol("o")
                    .setHandleInvalid("keep")),
        stock(
            "VectorSizeHint, VectorAssembler, StandardScaler",
            () -> new VectorSizeHint().setInputCol("v").setSize(5),
            () ->
                new VectorAssembler()
                    .setInputCols(new String[] {"v", "i", "b", "m"})
                    .setOutputCol("p")
                    .setHandleInvalid("keep"),
            () -> new StandardScaler().setInputCol("p").setOutputCol("o").setWithMean(true)),
        stock(
            "Binarizer of vectors",
            () -> new Binarizer().setInputCol("v").setOutputCol("o").setThreshold(0.5)),
        stock(
            "Binarizer of vectors below 0",
            () -> new Binarizer().setInputCol("v").setOutputCol("o").setThreshold(-0.5)),
        stock(
            "Bucketizer of columns",
            () ->
                new Bucketizer()
                    .setInputCols(new String[] {"m", "i"})
                    .setOutputCols(new String[] {"o", "p"})
                    .setSplitsArray(
                        new double[][] {
                          {Double.NEGATIVE_INFINITY, -0.0, 7, Double.POSITIVE_INFINITY},
                          {Double.NEGATIVE_INFINITY, 3, Double.POSITIVE_INFINITY}
                        })
                    .setHandleInvalid("keep")),
        stock(
            "FeatureHasher",
            () ->
                new FeatureHasher()
                    .setInputCols(new String[] {"n", "i", "b", "u", "m"})
                    .setNumFeatures(31)
                    .setOutputCol("o")),
        stock(
            "ElementwiseProduct",
            () ->
                new ElementwiseProduct()
                    .setInputCol("v")
                    .setOutputCol("o")
                    .setScalingVec(Vectors.dense(1, -2, 0, 0.5, 1e300))),
        stock(
            "GeneralizedLinearRegressionModel, link: probit, of linear functions from -45 to 45",
            () ->
                new SQLTransformer()
                    .setStatement(
                        "SELECT *, IF(b, n, xxhash64(n, t) % 45000000 / 1000000D) AS eta"
                            + " FROM __THIS__"),
            () ->
                new VectorAssembler()
                    .setInputCols(new String[] {"eta"})
                    .setOutputCol("features")
                    .setHandleInvalid("keep"),
            StockCases::probit),
        stock(
            "SQLTransformer, Imputer, as a pipeline",
            () ->
                new Pipeline()
                    .setStages(
                        new PipelineStage[] {
                          new SQLTransformer()
                              .setStatement("SELECT *, m * 2 AS mm FROM __THIS__ WHERE i > 0"),
                          new Imputer()
                              .setInputCols(new String[] {"mm"})
                              .setOutputCols(new String[] {"o"})
                        })));
  }

  /** The mean of a linear function that is its only feature. */
  private static PipelineStage probit() {
    var model = new GeneralizedLinearRegressionModel("probit", Vectors.dense(1), 0);
    model.set(model.family(), "binomial");
    model.set(model.link(), "probit");
    return model;
  }

  @SafeVarargs
  private static ParityCase stock(String name, Supplier<? extends PipelineStage>... stages) {
    return ParityCase.equalBits(
        "Spark ML",
        name,
        (harness, frames) -> {
          Dataset<Row> train = TameRows.of(COLUMNS, 60);
          List<Transformer> transformers = new ArrayList<>();
          for (Supplier<? extends PipelineStage> stage : stages) {
            PipelineStage made = stage.get();
            Transformer transformer =
                made instanceof Estimator<?> estimator ? estimator.fit(train) : (Transformer) made;
            train = transformer.transform(train);
            transformers.add(transformer);
          }
          return Parity.of(new Stock(transformers), ParityRows.of(COLUMNS, 3));
        });
  }
}
