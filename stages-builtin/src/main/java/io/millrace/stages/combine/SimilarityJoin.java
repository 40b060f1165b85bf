package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.MinHashLSH;
import org.apache.spark.ml.feature.MinHashLSHModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Pairs of rows with similar sets. Spark ML's MinHash finds candidates, of which few similar ones
 * are missing; their similarity is then counted, not estimated. Rows without a set are in no pair,
 * and rows of a side that are equal in all columns count as one.
 */
final class SimilarityJoin implements Combiner<Dataset<Row>> {
  /** What both sets hold, by what either holds. */
  static final String SIMILARITY = "similarity";

  /** Words that share a slot make more candidates, and change no result. */
  private static final int SLOTS = 1 << 20;

  private static final String ROW = "__row";
  private static final String WORDS = "__words";
  private static final String HASHED = "__hashed";
  private static final String COUNTS = "__counts";

  private final SimilarityJoinFactory.Options options;

  SimilarityJoin(SimilarityJoinFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    if (!JoinSides.areTwo(inputs, "a similarity join", problems)) {
      return Schema.unknown();
    }
    JoinSides<Schema> sides = JoinSides.of(inputs);
    JoinSides.checkKey(sides, "on", options.on(), options.on(), problems);
    sides
        .left()
        .column(options.on())
        .filter(column -> !isSet(column.type()))
        .ifPresent(column -> reportNoSet(column, problems));
    String key = options.key();
    if (key != null) {
      JoinSides.checkKey(sides, "key", key, key, problems);
    }
    if (!sides.left().isKnown() || !sides.right().isKnown()) {
      return Schema.unknown();
    }
    JoinSides.checkNames(sides, sides.right().names(), Set.of(), options.suffix(), problems);
    Schema joined = sides.left();
    for (Column column : sides.right().columns()) {
      joined =
          joined.with(
              new Column(
                  renamed(column.name(), sides.left().names()), column.type(), column.nullable()));
    }
    return OneInput.with(joined, Column.required(SIMILARITY, Simple.DOUBLE), "", problems);
  }

  private String renamed(String name, Iterable<String> left) {
    return JoinSides.renamed(name, left, options.suffix());
  }

  private static boolean isSet(LogicalType type) {
    return type instanceof ArrayOf array
        && List.of(Simple.STRING, Simple.INT, Simple.LONG).contains(array.element());
  }

  private static void reportNoSet(Column column, Problems problems) {
    problems.report(
        "on",
        StandardError.COLUMN_TYPE,
        "column '%s' of type %s is no set of words: make one with transform/tokenize"
            .formatted(column.name(), column.type().text()));
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    JoinSides<Dataset<Row>> sides = JoinSides.of(inputs);
    Dataset<Row> left = counted(sides.left());
    MinHashLSHModel hashing =
        new MinHashLSH()
            .setInputCol(COUNTS)
            .setOutputCol("__hashes")
            .setNumHashTables(options.numHashTables())
            .setSeed(context.seed())
            .fit(left);
    // The greatest distance is 1: all candidates are counted below.
    Dataset<Row> pairs =
        hashing
            .approxSimilarityJoin(left, counted(sides.right()), 2.0, "__distance")
            .toDF()
            .withColumn(SIMILARITY, similarity());
    List<org.apache.spark.sql.Column> result = new ArrayList<>();
    List<String> names = List.of(sides.left().columns());
    names.forEach(name -> result.add(of("datasetA", name).as(name)));
    for (String name : sides.right().columns()) {
      result.add(of("datasetB", name).as(renamed(name, names)));
    }
    result.add(col(SIMILARITY));
    return pairs.where(stays()).select(result.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Each row that has a set, with that set's words, and as a vector of zeros and ones. */
  private Dataset<Row> counted(Dataset<Row> side) {
    org.apache.spark.sql.Column words =
        array_distinct(array_compact(Columns.col(options.on()).cast("array<string>")));
    org.apache.spark.sql.Column some = size(words).gt(0);
    Dataset<Row> sets =
        side.select(
                struct(Columns.cols(List.of(side.columns()))).as(ROW),
                words.as(WORDS),
                // Spark may hash rows before it drops them.
                when(some, words).otherwise(array(lit(""))).as(HASHED))
            .where(size(col(WORDS)).gt(0));
    return new HashingTF()
        .setInputCol(HASHED)
        .setOutputCol(COUNTS)
        .setNumFeatures(SLOTS)
        .setBinary(true)
        .transform(sets);
  }

  private static org.apache.spark.sql.Column of(String side, String column) {
    return col(side).getField(ROW).getField(column);
  }

  private static org.apache.spark.sql.Column similarity() {
    org.apache.spark.sql.Column left = col("datasetA").getField(WORDS);
    org.apache.spark.sql.Column right = col("datasetB").getField(WORDS);
    return size(array_intersect(left, right)).cast("double").divide(size(array_union(left, right)));
  }

  private org.apache.spark.sql.Column stays() {
    org.apache.spark.sql.Column similar = col(SIMILARITY).geq(options.minSimilarity());
    String key = options.key();
    return key == null ? similar : similar.and(of("datasetA", key).lt(of("datasetB", key)));
  }
}
