package io.millrace.parity;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import io.millrace.testkit.spark.ParityRows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows for models: vectors of three kinds, dense and sparse by turns, and labels of all kinds that
 * depend on them.
 *
 * <ul>
 *   <li>{@code features}: numbers; slot 3 has two categories, slot 4 five, slot 5 is mostly 0
 *   <li>{@code counts}: whole numbers from 0 up
 *   <li>{@code bits}: 0 and 1
 *   <li>{@code shares}: nothing but small numbers
 * </ul>
 */
final class VectorRows {
  static final int SLOTS = 6;

  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("features", new VectorOf(SLOTS)),
          Column.nullable("counts", new VectorOf(SLOTS)),
          Column.nullable("bits", new VectorOf(SLOTS)),
          Column.nullable("shares", new VectorOf(SLOTS)),
          Column.nullable("answer", Simple.STRING),
          Column.nullable("kind", Simple.INT),
          Column.nullable("flag", Simple.BOOLEAN),
          Column.nullable("number", Simple.DOUBLE),
          Column.nullable("positive", Simple.DOUBLE),
          Column.nullable("seen", Simple.INT));

  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    Double.MIN_VALUE,
    1e300,
    -1e300,
    1e17,
    2.5,
    5,
    -1
  };

  private final SplittableRandom random;

  VectorRows(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Rows to learn from; without zeros among the values of sparse vectors, where FM fails. */
  Dataset<Row> training(int rows) {
    return frame(IntStream.range(0, rows).mapToObj(i -> row(i % 2, false)).toList());
  }

  /** Rows to predict, some of them with values that no training row has. */
  Dataset<Row> unseen(int rows) {
    return frame(IntStream.range(0, rows).mapToObj(i -> row(i, i % 5 == 4)).toList());
  }

  private Dataset<Row> frame(List<Row> rows) {
    Dataset<Row> frame = ParityRows.frame(Schemas.toSpark(SCHEMA), rows);
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      attributes.add(NumericAttribute.defaultAttr().withName("x" + i));
    }
    attributes.set(3, NominalAttribute.defaultAttr().withName("x3").withNumValues(2));
    attributes.set(4, NominalAttribute.defaultAttr().withName("x4").withNumValues(5));
    AttributeGroup group = new AttributeGroup("features", attributes.toArray(Attribute[]::new));
    return frame.withMetadata("features", group.toMetadata());
  }

  private Row row(int number, boolean odd) {
    double[] x = {
      gauss(),
      10 * gauss(),
      3 + gauss(),
      random.nextInt(2),
      random.nextInt(5),
      random.nextInt(4) == 0 ? gauss() : 0
    };
    double score = x[0] - 0.2 * x[1] + x[3] * (x[4] < 2 ? 2 : -1) + x[5] + 0.5 * gauss();
    if (odd) {
      x[random.nextInt(SLOTS)] = ODD[random.nextInt(ODD.length)];
    }
    int kind = score < -1 ? 10 : score < 1 ? 20 : 30;
    double[] counts = new double[SLOTS];
    double[] bits = new double[SLOTS];
    double[] shares = new double[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      counts[i] = random.nextInt(1 + (kind / 10) * (i + 1)) / 2;
      bits[i] = random.nextInt(40 + kind) > 35 + i ? 1 : 0;
      shares[i] = random.nextDouble() + score / 50;
    }
    return RowFactory.create(
        vector(x, number),
        vector(counts, number),
        vector(bits, number + 1),
        vector(shares, number),
        score > 0 ? "yes" : "no",
        kind,
        score > 0.5,
        score,
        Math.exp(score / 4) + 0.1,
        random.nextInt(3) == 0 ? 0 : 1);
  }

  private double gauss() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** Dense, sparse, or sparse with zeros among its values. */
  private static Vector vector(double[] values, int number) {
    Vector dense = Vectors.dense(values);
    return switch (number % 3) {
      case 0 -> dense;
      case 1 -> dense.toSparse();
      default -> Vectors.sparse(SLOTS, IntStream.range(0, SLOTS).toArray(), values);
    };
  }
}
