package io.millrace.spark.scoring;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Row;

/** Spark ML's transformers of texts and lists of words. */
final class TextFeatures {
  private static final LogicalType WORDS = new ArrayOf(Simple.STRING);

  /** The version of the hash function since Spark 3.0, by which UTF-8 is hashed as published. */
  private static final int HASH_VERSION = 2;

  static final List<StockFeature<?>> TABLE =
      List.of(
          StockFeature.ofColumn(Tokenizer.class, TextFeatures::tokenizer),
          StockFeature.ofColumn(
              RegexTokenizer.class,
              TextFeatures::regexTokenizer,
              "pattern",
              "gaps",
              "toLowercase",
              "minTokenLength"),
          StockFeature.ofColumns(
              StopWordsRemover.class,
              TextFeatures::stopWords,
              "stopWords",
              "caseSensitive",
              "locale"),
          StockFeature.ofColumn(NGram.class, TextFeatures::nGram, "n"),
          StockFeature.ofColumn(HashingTF.class, TextFeatures::hashingTf, "numFeatures", "binary"),
          StockFeature.ofColumn(
              CountVectorizerModel.class,
              TextFeatures::counts,
              "vocabSize",
              "minDF",
              "maxDF",
              "minTF",
              "binary"),
          StockFeature.ofColumn(
              Word2VecModel.class,
              TextFeatures::word2Vec,
              "vectorSize",
              "windowSize",
              "numPartitions",
              "minCount",
              "maxSentenceLength",
              "stepSize",
              "maxIter",
              "seed"));

  private TextFeatures() {}

  private static ScoringStep step(Params stage, String operator, LogicalType made) {
    return ScoringStep.of(operator)
        .reading(StepDraft.text(stage, "inputCol"))
        .adding(StepDraft.text(stage, "outputCol"), made)
        .with("missing", "refuse");
  }

  private static void tokenizer(Tokenizer stage, StepDraft draft) {
    draft.add(
        step(stage, "tokenize", WORDS)
            .with("pattern", "\\s")
            .with("gaps", true)
            .with("lowercase", true)
            .with("minLength", 0));
  }

  private static void regexTokenizer(RegexTokenizer stage, StepDraft draft) {
    draft.add(
        step(stage, "tokenize", WORDS)
            .with("pattern", stage.getPattern())
            .with("gaps", stage.getGaps())
            .with("lowercase", stage.getToLowercase())
            .with("minLength", stage.getMinTokenLength()));
  }

  private static void stopWords(StopWordsRemover stage, StepDraft draft) {
    List<String> inputs = StepDraft.inputs(stage);
    for (int i = 0; i < inputs.size(); i++) {
      draft.add(
          ScoringStep.of("stop-words")
              .reading(inputs.get(i))
              .adding(StepDraft.outputs(stage).get(i), WORDS)
              .with("missing", "refuse")
              .with("words", Arrays.asList(stage.getStopWords()))
              .with("caseSensitive", stage.getCaseSensitive())
              .with("locale", stage.getLocale()));
    }
  }

  private static void nGram(NGram stage, StepDraft draft) {
    draft.add(step(stage, "n-grams", WORDS).with("n", stage.getN()));
  }

  private static void hashingTf(HashingTF stage, StepDraft draft) {
    if (stage.hashFuncVersion() != HASH_VERSION) {
      throw Refusals.of("a HashingTF that was saved by Spark 2 has no portable form");
    }
    int slots = stage.getNumFeatures();
    draft.add(
        step(stage, "hash-terms", StepDraft.vector(slots))
            .with("slots", slots)
            .with("binary", stage.getBinary()));
  }

  private static void counts(CountVectorizerModel model, StepDraft draft) {
    List<String> terms = Arrays.asList(model.vocabulary());
    draft.add(
        step(model, "count-terms", StepDraft.vector(terms.size()))
            .with("terms", terms)
            .with("binary", model.getBinary())
            .withArray("minTf", new double[] {model.getMinTF()}));
  }

  private static void word2Vec(Word2VecModel model, StepDraft draft) {
    int slots = model.getVectorSize();
    List<Row> learnt = model.getVectors().select("word", "vector").collectAsList();
    List<String> words = new ArrayList<>();
    float[] vectors = new float[learnt.size() * slots];
    for (Row row : learnt) {
      double[] values = row.<Vector>getAs(1).toArray();
      for (int i = 0; i < slots; i++) {
        vectors[words.size() * slots + i] = (float) values[i];
      }
      words.add(row.getString(0));
    }
    draft.add(
        step(model, "mean-word-vector", StepDraft.vector(slots))
            .with("slots", slots)
            .with("words", words)
            .withArray("vectors", vectors));
  }
}
