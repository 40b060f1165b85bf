package io.millrace.stages.train.recommend;

import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Rows of a {@link FactorTable}, many in one: their ids, their numbers, and their factors, a column
 * each. One call then finds the best of them for a user.
 */
final class ItemBlock {
  static final String IDS = "__ids";
  static final String NUMBERS = "__numbers";
  static final String FACTORS = "__item_factors";

  /** Fields of what {@link #best} finds; sorted by them, the best comes first. */
  static final String MINUS = "minus";

  static final String NUMBER = "number";

  /** Where in the block it stands. */
  static final String PLACE = "place";

  static final DataType BEST =
      new StructType()
          .add(MINUS, DataTypes.DoubleType, false)
          .add(NUMBER, DataTypes.IntegerType, false)
          .add(PLACE, DataTypes.IntegerType, false);

  /** As many as Spark ML puts into one. */
  private static final int SIZE = 4096;

  private ItemBlock() {}

  /** The blocks of a table. */
  static Dataset<Row> of(Dataset<Row> table) {
    Dataset<Row> rows =
        table.select(
            Columns.col(FactorTable.ID),
            Columns.col(FactorTable.NUMBER),
            Columns.col(FactorTable.FACTORS));
    StructType schema =
        new StructType()
            .add(IDS, DataTypes.createArrayType(rows.schema().fields()[0].dataType()), false)
            .add(NUMBERS, SQLDataTypes.VectorType(), false)
            .add(FACTORS, SQLDataTypes.MatrixType(), false);
    MapPartitionsFunction<Row, Row> gathered = Gathering::new;
    return rows.mapPartitions(gathered, Encoders.row(schema));
  }

  private static Row gathered(List<Row> rows) {
    Object[] ids = rows.stream().map(row -> row.get(0)).toArray();
    double[] numbers = rows.stream().mapToDouble(row -> row.getInt(1)).toArray();
    double[] factors = rows.stream().flatMapToDouble(row -> Arrays.stream(factors(row))).toArray();
    int rank = factors.length / ids.length;
    return RowFactory.create(
        ids, Vectors.dense(numbers), new DenseMatrix(rank, ids.length, factors));
  }

  private static double[] factors(Row row) {
    return row.<Vector>getAs(2).toArray();
  }

  /** One block after another. */
  private record Gathering(Iterator<Row> rows) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!rows.hasNext()) {
        throw new NoSuchElementException();
      }
      List<Row> block = new ArrayList<>();
      while (rows.hasNext() && block.size() < SIZE) {
        block.add(rows.next());
      }
      return gathered(block);
    }
  }

  private record Scored(double minus, int number, int place) {
    private static final Comparator<Scored> BEST_FIRST =
        Comparator.comparingDouble(Scored::minus).thenComparingInt(Scored::number);

    Row row() {
      return RowFactory.create(minus, number, place);
    }
  }

  /** Of a block, what has the largest products with a vector, and is none of those seen. */
  static UDF4<Vector, Seq<Integer>, Vector, Matrix, Row[]> best(int most) {
    return (factors, seen, numbers, block) -> {
      int[] known = new int[seen.length()];
      for (int i = 0; i < known.length; i++) {
        known[i] = seen.apply(i);
      }
      double[] products = block.transpose().multiply(factors).values();
      PriorityQueue<Scored> best = new PriorityQueue<>(Scored.BEST_FIRST.reversed());
      for (int i = 0; i < products.length; i++) {
        Scored scored = new Scored(-products[i], (int) numbers.apply(i), i);
        boolean tooLow = best.size() == most && Scored.BEST_FIRST.compare(scored, best.peek()) >= 0;
        if (tooLow || Arrays.binarySearch(known, scored.number()) >= 0) {
          continue;
        }
        best.add(scored);
        if (best.size() > most) {
          best.poll();
        }
      }
      return best.stream().map(Scored::row).toArray(Row[]::new);
    };
  }
}
