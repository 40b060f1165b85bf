package io.millrace.stages.train.linear;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Packs a partition's rows (label, weight, vector) into blocks, one at a time. */
final class RowPacker implements FlatMapFunction<Iterator<Row>, RowBlock> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<RowBlock> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private int size = -1;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowBlock next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        return pack();
      }

      private RowBlock pack() {
        Row row = rows.next();
        Vector vector = row.getAs(2);
        size = size < 0 ? vector.size() : size;
        RowBlockBuilder block = new RowBlockBuilder(size);
        block.add(row.getDouble(0), row.getDouble(1), vector);
        while (!block.isFull() && rows.hasNext()) {
          row = rows.next();
          block.add(row.getDouble(0), row.getDouble(1), row.getAs(2));
        }
        return block.build();
      }
    };
  }
}
