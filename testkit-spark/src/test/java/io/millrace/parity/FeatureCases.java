package io.millrace.parity;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Stages that make features: categories, vectors, texts. */
final class FeatureCases {
  private static final int SLOTS = 7;
  private static final int TRAINING_ROWS = 120;

  private static final Schema TEXT = Schema.of(Column.nullable("x", Simple.STRING));
  private static final Schema NUMBER = Schema.of(Column.nullable("x", Simple.DOUBLE));
  private static final Schema WHOLE = Schema.of(Column.nullable("x", Simple.INT));
  private static final Schema WORDS = Schema.of(Column.nullable("x", new ArrayOf(Simple.STRING)));
  private static final Schema VECTOR = Schema.of(Column.required("x", new VectorOf(SLOTS)));
  private static final Schema LABELLED =
      Schema.of(
          Column.required("x", new VectorOf(SLOTS)),
          Column.nullable("y", Simple.BOOLEAN),
          Column.nullable("z", Simple.DOUBLE));

  /** Columns of all kinds that may be put into vectors. */
  private static final Schema MIXED =
      Schema.of(
          Column.nullable("a", Simple.DOUBLE),
          Column.nullable("b", Simple.INT),
          Column.nullable("c", Simple.BOOLEAN),
          Column.nullable("d", new DecimalOf(9, 2)),
          Column.nullable("e", Simple.FLOAT),
          Column.nullable("f", Simple.LONG),
          Column.nullable("t", Simple.STRING),
          Column.nullable("v", new VectorOf(3)));

  /** Columns whose values may be missing, or no numbers. */
  private static final Schema NUMERIC =
      Schema.of(Column.nullable("p", Simple.DOUBLE), Column.nullable("q", Simple.FLOAT));

  private static final Schema PRESENT = required(MIXED, "b", "c", "d", "f");

  private FeatureCases() {}

  private static Schema required(Schema schema, String... names) {
    return Schema.of(
        Stream.of(names)
            .map(name -> Column.required(name, schema.column(name).orElseThrow().type()))
            .toArray(Column[]::new));
  }

  static List<ParityCase> all() {
    List<ParityCase> cases = new ArrayList<>();
    categories(cases);
    vectors(cases);
    numbers(cases);
    texts(cases);
    imputation(cases);
    refusing(cases);
    topics(cases, 7, "columns: [x], k: 3, maxIter: 3, subsamplingRate: 1.0");
    topics(cases, 300, "columns: [x], k: 11, maxIter: 5, subsamplingRate: 0.5");
    return cases;
  }

  /** With handleInvalid: error, on rows without what is invalid. */
  private static void refusing(List<ParityCase> cases) {
    addTame(cases, "string-index", TEXT, "columns: [x]");
    addTame(cases, "one-hot", WHOLE, "columns: [x]");
    addTame(cases, "one-hot", WHOLE, "columns: [x], dropLast: false");
    addTame(cases, "assemble", MIXED, "columns: [a, b, c, d, e, f, v], output: o");
    addTame(cases, "bucketize", NUMBER, "columns: [x], cuts: [0.5, 2.5]");
    addTame(cases, "quantiles", NUMBER, "columns: [x], numBuckets: 3");
    addTame(cases, "vector-index", VECTOR, "columns: [x], maxCategories: 4");
  }

  private static void categories(List<ParityCase> cases) {
    add(cases, "string-index", TEXT, "columns: [x], handleInvalid: keep");
    add(cases, "string-index", TEXT, "columns: [x], handleInvalid: skip");
    add(cases, "string-index", WHOLE, "columns: [x], handleInvalid: keep");
    add(cases, "string-index", NUMBER, "columns: [x], handleInvalid: keep");
    add(
        cases,
        "string-index",
        MIXED,
        "columns: [a, c, t], outputs: [c, t, a], handleInvalid: keep");
    add(cases, "one-hot", WHOLE, "columns: [x], handleInvalid: keep");
    add(cases, "one-hot", WHOLE, "columns: [x], handleInvalid: keep, dropLast: false");
    add(cases, "assemble", MIXED, "columns: [a, b, c, d, e, f], handleInvalid: keep, output: o");
    add(cases, "assemble", MIXED, "columns: [a, v, e], handleInvalid: skip, output: o");
    add(cases, "assemble", PRESENT, "columns: [d, b, f, c], output: o");
    add(cases, "hash", MIXED, "columns: [a, b, c, d, e, f, t], numFeatures: 9, output: o");
    add(
        cases,
        "hash",
        MIXED,
        "columns: [a, b, c, d, e, f, t], categoricalCols: [a, b, d, e], numFeatures: 4096, output: o");
    add(cases, "frequency-encode", MIXED, "columns: [a, b, c, d, e, t]");
    add(cases, "target-encode", MIXED, "columns: [b, t], label: c, positive: 'true'");
    add(cases, "target-encode", MIXED, "columns: [b, c], label: t, kind: multiclass");
    add(cases, "interactions", PRESENT, "columns: [b, c, d], output: o, degree: 3");
    add(cases, "interactions", TEXT.with(PRESENT.columns()), "columns: [x, b, d], output: o");
    add(
        cases,
        "interactions",
        TEXT.with(PRESENT.columns()),
        "columns: [x, b, d], output: o, categories: hashed, buckets: 11");
    add(cases, "interactions", VECTOR.with(PRESENT.columns()), "columns: [x, b], output: o");
  }

  private static void imputation(List<ParityCase> cases) {
    for (String learner : List.of("linear, regParam: 0.1", "tree", "forest, numTrees: 4")) {
      add(
          cases,
          "impute-model",
          TEXT.with(NUMERIC.columns()),
          "columns: [x, p], predictors: [q], rounds: 1, indicatorSuffix: _was, learner: "
              + learner);
    }
  }

  private static void vectors(List<ParityCase> cases) {
    Schema maybe = Schema.of(Column.nullable("x", new VectorOf(SLOTS)));
    add(cases, "scale", maybe, "columns: [x]");
    add(cases, "scale", maybe, "columns: [x], withMean: true");
    add(cases, "scale", maybe, "columns: [x], withMean: true, withStd: false");
    add(cases, "scale", MIXED, "columns: [a, b, d, e], withMean: true");
    add(cases, "idf", VECTOR, "columns: [x]");
    for (String p : List.of("1", "2", "3.5")) {
      add(cases, "normalise", VECTOR, "columns: [x], p: " + p);
    }
    add(cases, "polynomial", VECTOR, "columns: [x], degree: 3");
    add(cases, "pca", VECTOR, "columns: [x], k: 3");
    add(cases, "svd", VECTOR, "columns: [x], k: 5");
    add(cases, "min-max-scale", VECTOR, "columns: [x], min: -1, max: 3");
    add(cases, "max-abs-scale", VECTOR, "columns: [x]");
    add(cases, "robust-scale", VECTOR, "columns: [x]");
    add(cases, "robust-scale", VECTOR, "columns: [x], withCentering: true");
    add(cases, "slice", VECTOR, "columns: [x], indices: [5, 0, 3]");
    add(cases, "vector-index", VECTOR, "columns: [x], maxCategories: 4, handleInvalid: keep");
    add(cases, "vector-index", VECTOR, "columns: [x], maxCategories: 4, handleInvalid: skip");
    add(cases, "select-variance", VECTOR, "columns: [x], varianceThreshold: 0.5");
    add(cases, "select-correlation", VECTOR, "columns: [x], threshold: 0.05");
    add(cases, "select-correlation", VECTOR, "columns: [x], threshold: 0.02, merge: mean");
    add(
        cases,
        "select-univariate",
        LABELLED,
        "columns: [x], label: y, score: anova, selectionThreshold: 3");
    add(cases, "select-importance", LABELLED, "columns: [x], label: y, numTrees: 5, top: 3");
    add(cases, "select-l1", LABELLED, "columns: [x], label: y, regParam: 0.001");
  }

  private static void numbers(List<ParityCase> cases) {
    for (Schema schema : List.of(NUMBER, WHOLE)) {
      add(cases, "binarize", schema, "columns: [x], threshold: 1.5");
      for (String invalid : List.of("keep", "skip")) {
        add(
            cases,
            "bucketize",
            schema,
            "columns: [x], cuts: [-1, 0, 2.5], handleInvalid: " + invalid);
        add(cases, "quantiles", schema, "columns: [x], numBuckets: 3, handleInvalid: " + invalid);
      }
    }
  }

  private static void texts(List<ParityCase> cases) {
    add(cases, "tokenize", TEXT, "columns: [x]");
    add(cases, "tokenize", TEXT, "columns: [x], pattern: '[a-z0-9]+', gaps: false");
    add(
        cases,
        "tokenize",
        TEXT,
        "columns: [x], pattern: '\\W', minTokenLength: 2, toLowercase: false");
    add(cases, "stop-words", WORDS, "columns: [x], words: ['0', NaN]");
    add(cases, "stop-words", WORDS, "columns: [x], words: [nan], caseSensitive: true");
    add(cases, "n-grams", WORDS, "columns: [x], n: 1");
    add(cases, "n-grams", WORDS, "columns: [x], n: 3");
    add(cases, "hashing-tf", WORDS, "columns: [x], numFeatures: 13");
    add(cases, "hashing-tf", WORDS, "columns: [x], binary: true");
    add(cases, "count-vectors", WORDS, "columns: [x]");
    add(cases, "count-vectors", WORDS, "columns: [x], minTF: 0.3, binary: true");
    add(cases, "word2vec", WORDS, "columns: [x], vectorSize: 5, minCount: 1");
    for (String language : List.of("english", "german", "russian", "turkish", "porter")) {
      add(cases, "stem", WORDS, "columns: [x], language: " + language);
    }
  }

  private static void topics(List<ParityCase> cases, int words, String options) {
    cases.add(
        ParityCase.equalBits(
            "transform/topics",
            "%s (%d words)".formatted(options, words),
            (harness, frames) ->
                Parity.of(
                    harness
                        .stage("use: transform/topics\nwith: { %s }\n".formatted(options))
                        .fit(CountRows.training(words, TRAINING_ROWS)),
                    CountRows.unseen(words, ParityRows.count()))));
  }

  private static void add(List<ParityCase> cases, String stage, Schema schema, String options) {
    cases.add(parityCase(stage, schema, options, () -> ParityRows.of(schema, 7)));
  }

  private static void addTame(List<ParityCase> cases, String stage, Schema schema, String options) {
    cases.add(parityCase(stage, schema, options, () -> TameRows.of(schema, TRAINING_ROWS)));
  }

  private static ParityCase parityCase(
      String stage, Schema schema, String options, Supplier<Dataset<Row>> rows) {
    String name = "transform/" + stage;
    return ParityCase.equalBits(
        name,
        options + types(schema),
        (harness, frames) ->
            Parity.of(
                harness
                    .stage("use: %s\nwith: { %s }\n".formatted(name, options))
                    .fit(TameRows.of(schema, TRAINING_ROWS)),
                rows.get()));
  }

  private static String types(Schema schema) {
    LogicalType first = schema.columns().get(0).type();
    return schema.columns().size() == 1 ? " (%s)".formatted(first.text()) : "";
  }
}
