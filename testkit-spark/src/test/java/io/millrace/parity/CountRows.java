package io.millrace.parity;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.ParityRows;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Documents as counts of their words, in the column {@code x}: dense, sparse, and sparse with zeros
 * among the values; some without any word.
 */
final class CountRows {
  private static final int THEMES = 4;
  private static final double[] ODD = {
    Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e-7, 0.5, 2.25, 1234.5, 1e5
  };

  private final SplittableRandom random;
  private final int words;

  private CountRows(int words, long seed) {
    this.words = words;
    random = new SplittableRandom(seed);
  }

  /** Documents to learn from: whole numbers. */
  static Dataset<Row> training(int words, int rows) {
    return frame(new CountRows(words, 3), rows, false);
  }

  /** Other documents, every fifth with a count that none is. */
  static Dataset<Row> unseen(int words, int rows) {
    return frame(new CountRows(words, 4), rows, true);
  }

  private static Dataset<Row> frame(CountRows source, int rows, boolean odd) {
    Schema schema = Schema.of(Column.required("x", new VectorOf(source.words)));
    return ParityRows.frame(
        schema,
        IntStream.range(0, rows)
            .mapToObj(i -> List.of(source.document(i, odd && i % 5 == 4)))
            .toList());
  }

  private Vector document(int number, boolean odd) {
    double[] counts = new double[words];
    int theme = random.nextInt(THEMES);
    for (int i = random.nextInt(40); i > 0; i--) {
      // Most words of a document are of its theme.
      boolean any = random.nextInt(4) == 0;
      int word = any ? random.nextInt(words) : random.nextInt(words / THEMES) * THEMES + theme;
      counts[word]++;
    }
    if (odd) {
      counts[random.nextInt(words)] = ODD[random.nextInt(ODD.length)];
    }
    Vector dense = Vectors.dense(counts);
    return switch (number % 3) {
      case 0 -> dense;
      case 1 -> dense.toSparse();
      default -> Vectors.sparse(words, IntStream.range(0, words).toArray(), counts);
    };
  }
}
