package io.millrace.stages.transform;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.stages.transform.NumberOptions.Binarize;
import io.millrace.stages.transform.NumberOptions.Bucketize;
import io.millrace.stages.transform.NumberOptions.Quantiles;
import io.millrace.stages.transform.TextOptions.CountVectors;
import io.millrace.stages.transform.TextOptions.HashingTf;
import io.millrace.stages.transform.TextOptions.NGrams;
import io.millrace.stages.transform.TextOptions.StopWords;
import io.millrace.stages.transform.TextOptions.Tokenize;
import io.millrace.stages.transform.VectorOptions.Idf;
import io.millrace.stages.transform.VectorOptions.MaxAbsScale;
import io.millrace.stages.transform.VectorOptions.MinMaxScale;
import io.millrace.stages.transform.VectorOptions.Normalise;
import io.millrace.stages.transform.VectorOptions.Pca;
import io.millrace.stages.transform.VectorOptions.Polynomial;
import io.millrace.stages.transform.VectorOptions.RobustScale;
import io.millrace.stages.transform.VectorOptions.SelectVariance;
import io.millrace.stages.transform.VectorOptions.Slice;
import io.millrace.stages.transform.VectorOptions.Svd;
import io.millrace.stages.transform.VectorOptions.Topics;
import io.millrace.stages.transform.VectorOptions.VectorIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.clustering.LDA;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.MaxAbsScaler;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PolynomialExpansion;
import org.apache.spark.ml.feature.QuantileDiscretizer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.RobustScaler;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.ml.feature.VarianceThresholdSelector;
import org.apache.spark.ml.feature.VectorIndexer;
import org.apache.spark.ml.feature.VectorSlicer;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's transformers of text, vectors and numbers, as a table: what differs between them. */
public final class Features implements StageFamily<Dataset<Row>> {
  private static final LogicalType WORDS = new ArrayOf(Simple.STRING);
  private static final LogicalType OPEN_VECTOR = new VectorOf(VectorOf.UNKNOWN_SIZE);

  /** Those that Spark ML has words of. */
  private static final List<String> LANGUAGES =
      List.of(
          "danish",
          "dutch",
          "english",
          "finnish",
          "french",
          "german",
          "hungarian",
          "italian",
          "norwegian",
          "portuguese",
          "russian",
          "spanish",
          "swedish",
          "turkish");

  /** For ServiceLoader. */
  public Features() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return Stream.of(text(), vectors(), numbers()).flatMap(List::stream).toList();
  }

  private static List<StageFactory<Dataset<Row>, ?>> text() {
    return List.of(
        new FeatureFactory<>(
            "transform/tokenize",
            Tokenize.class,
            "Cuts texts into words",
            """
            columns: [PaymentMethod]
            pattern: '\\W+'
            """,
            Feature.<Tokenize>plain(Values.TEXT, "_words", RegexTokenizer::new, (o, type) -> WORDS)
                .setting((o, stage) -> requirePattern(o.pattern()))),
        new FeatureFactory<>(
            "transform/stop-words",
            StopWords.class,
            "Drops words that say little, as 'the' and 'of'",
            "columns: [PaymentMethod_words]",
            Feature.<StopWords>plain(
                    Values.WORDS, "_kept", StopWordsRemover::new, (o, type) -> WORDS)
                .setting(Features::setStopWords)),
        new FeatureFactory<>(
            "transform/n-grams",
            NGrams.class,
            "Puts neighbouring words together",
            """
            columns: [PaymentMethod_words]
            n: 2
            """,
            Feature.plain(Values.WORDS, "_ngrams", NGram::new, (o, type) -> WORDS)),
        new FeatureFactory<>(
            "transform/hashing-tf",
            HashingTf.class,
            "Counts words, in slots that a hash of the word chooses: learns nothing",
            """
            columns: [PaymentMethod_words]
            numFeatures: 1024
            """,
            Feature.<HashingTf>plain(
                Values.COUNTED_WORDS,
                "_counts",
                HashingTF::new,
                (o, t) -> new VectorOf(o.numFeatures()))),
        new FeatureFactory<>(
            "transform/count-vectors",
            CountVectors.class,
            "Counts words, in slots for the words of the training rows",
            """
            columns: [PaymentMethod_words]
            minDF: 2
            """,
            Feature.learnt(
                Values.COUNTED_WORDS, "_counts", CountVectorizer::new, (o, t) -> OPEN_VECTOR)),
        new FeatureFactory<>(
            "transform/word2vec",
            TextOptions.Word2Vec.class,
            "Learns a direction for each word from its neighbours, and means them over a row",
            """
            columns: [PaymentMethod_words]
            vectorSize: 8
            """,
            Feature.<TextOptions.Word2Vec>learnt(
                Values.COUNTED_WORDS,
                "_vector",
                Word2Vec::new,
                (o, t) -> new VectorOf(o.vectorSize()))));
  }

  private static void setStopWords(StopWords options, PipelineStage stage) {
    require(
        LANGUAGES.contains(options.language()),
        "there are no words of the language '%s'; languages are %s"
            .formatted(options.language(), String.join(", ", LANGUAGES)));
    String[] usual = StopWordsRemover.loadDefaultStopWords(options.language());
    List<String> words = new ArrayList<>(Arrays.asList(usual));
    words.addAll(options.words());
    ((StopWordsRemover) stage).setStopWords(words.toArray(String[]::new)).setLocale("en_US");
  }

  private static List<StageFactory<Dataset<Row>, ?>> vectors() {
    return List.of(
        new FeatureFactory<>(
            "transform/idf",
            Idf.class,
            "Weighs counts of words down by how many rows they stand in: with counts, TF-IDF",
            "columns: [PaymentMethod_words_counts]",
            Feature.learnt(Values.VECTOR, "_idf", IDF::new, (o, type) -> type)),
        new FeatureFactory<>(
            "transform/normalise",
            Normalise.class,
            "Brings each vector to the length 1",
            "columns: [features]",
            Feature.plain(Values.VECTOR, "_normalised", Normalizer::new, (o, type) -> OPEN_VECTOR)),
        new FeatureFactory<>(
            "transform/polynomial",
            Polynomial.class,
            "Adds powers and products of slots, up to a degree",
            """
            columns: [features]
            degree: 2
            """,
            Feature.plain(
                Values.VECTOR, "_powers", PolynomialExpansion::new, (o, type) -> OPEN_VECTOR)),
        new FeatureFactory<>(
            "transform/pca",
            Pca.class,
            "Turns vectors to the directions in which they vary most",
            """
            columns: [features]
            k: 2
            """,
            Feature.<Pca>learnt(Values.VECTOR, "_pca", PCA::new, (o, t) -> new VectorOf(o.k()))
                .ofSlots(Pca::k)),
        new FeatureFactory<>(
            "transform/svd",
            Svd.class,
            "Turns vectors to the directions in which they are longest, without centring: of"
                + " TF-IDF, LSA",
            """
            columns: [features]
            k: 2
            """,
            Feature.<Svd>learnt(
                    Values.VECTOR, "_svd", TruncatedSvd::new, (o, t) -> new VectorOf(o.k()))
                .ofSlots(Svd::k)),
        new FeatureFactory<>(
            "transform/topics",
            Topics.class,
            "Tells the share of each topic in counted words, by latent Dirichlet allocation",
            """
            columns: [PaymentMethod_words_counts]
            k: 3
            maxIter: 5
            """,
            Feature.<Topics>learnt(
                Values.COUNTS, "_topics", LDA::new, (o, t) -> new VectorOf(o.k()))),
        new FeatureFactory<>(
            "transform/min-max-scale",
            MinMaxScale.class,
            "Brings each slot between two bounds, by its smallest and largest value",
            "columns: [features]",
            Feature.<MinMaxScale>learnt(
                    Values.VECTOR, "_scaled", MinMaxScaler::new, (o, type) -> type)
                .setting((o, stage) -> require(o.min() < o.max(), "min has to be below max"))),
        new FeatureFactory<>(
            "transform/max-abs-scale",
            MaxAbsScale.class,
            "Brings each slot between -1 and 1, by its largest absolute value; zeros stay zeros",
            "columns: [features]",
            Feature.learnt(Values.VECTOR, "_scaled", MaxAbsScaler::new, (o, type) -> type)),
        new FeatureFactory<>(
            "transform/robust-scale",
            RobustScale.class,
            "Scales each slot by the range between two quantiles, which outliers do not move",
            """
            columns: [features]
            withCentering: true
            """,
            Feature.<RobustScale>learnt(
                    Values.VECTOR, "_scaled", RobustScaler::new, (o, type) -> type)
                .setting(
                    (o, stage) -> require(o.lower() < o.upper(), "lower has to be below upper"))),
        new FeatureFactory<>(
            "transform/slice",
            Slice.class,
            "Takes some slots of vectors",
            """
            columns: [features]
            indices: [0, 1]
            """,
            Feature.<Slice>plain(
                    Values.VECTOR,
                    "_slice",
                    VectorSlicer::new,
                    (o, type) -> new VectorOf(o.indices().size()))
                .ofSlots(o -> Collections.max(o.indices()) + 1)),
        new FeatureFactory<>(
            "transform/vector-index",
            VectorIndex.class,
            "Finds the slots that are categories, and numbers their values, for trees",
            """
            columns: [features]
            maxCategories: 4
            """,
            Feature.learnt(Values.VECTOR, "_indexed", VectorIndexer::new, (o, type) -> type)),
        new FeatureFactory<>(
            "transform/select-variance",
            SelectVariance.class,
            "Drops slots that hardly vary",
            "columns: [features]",
            Feature.learnt(
                Values.VECTOR,
                "_selected",
                VarianceThresholdSelector::new,
                (o, type) -> OPEN_VECTOR)));
  }

  private static List<StageFactory<Dataset<Row>, ?>> numbers() {
    return List.of(
        new FeatureFactory<>(
            "transform/binarize",
            Binarize.class,
            "Tells whether numbers exceed a threshold",
            """
            columns: [MonthlyCharges]
            threshold: 50
            """,
            Feature.plain(Values.NUMBER, "_binary", Binarizer::new, (o, type) -> Simple.DOUBLE)),
        new FeatureFactory<>(
            "transform/bucketize",
            Bucketize.class,
            "Puts numbers in buckets between given cuts",
            """
            columns: [tenure]
            cuts: [12, 24, 48]
            """,
            Feature.<Bucketize>plain(
                    Values.VALID_NUMBER, "_bucket", Bucketizer::new, (o, type) -> Simple.DOUBLE)
                .setting((o, stage) -> ((Bucketizer) stage).setSplits(splits(o.cuts())))),
        new FeatureFactory<>(
            "transform/quantiles",
            Quantiles.class,
            "Puts numbers in buckets that hold about as many rows each",
            """
            columns: [MonthlyCharges]
            numBuckets: 4
            """,
            Feature.learnt(
                Values.VALID_NUMBER,
                "_bucket",
                QuantileDiscretizer::new,
                (o, type) -> Simple.DOUBLE)));
  }

  private static void require(boolean held, String message) {
    if (!held) {
      throw new IllegalArgumentException(message);
    }
  }

  private static void requirePattern(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern '%s' is no regular expression: %s".formatted(pattern, e.getDescription()), e);
    }
  }

  private static double[] splits(List<Double> cuts) {
    require(
        cuts.stream().sorted().distinct().toList().equals(cuts),
        "cuts have to be in ascending order");
    DoubleStream inner = cuts.stream().mapToDouble(Double::doubleValue);
    return DoubleStream.concat(
            DoubleStream.concat(DoubleStream.of(Double.NEGATIVE_INFINITY), inner),
            DoubleStream.of(Double.POSITIVE_INFINITY))
        .toArray();
  }
}
