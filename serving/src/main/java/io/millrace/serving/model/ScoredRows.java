package io.millrace.serving.model;

import io.millrace.api.schema.Column;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model gives for the rows of one request, in their order: the columns are the signature's
 * outputs. A row that a stage leaves out has nulls, and a {@link #dropped reason}. Vectors are
 * {@code double[]} of all places. Not written to once scored.
 */
public final class ScoredRows extends RowTable {
  private SortedMap<Integer, String> dropped = Collections.emptySortedMap();
  private double transformShare;

  ScoredRows(List<Column> columns, int rows) {
    super(columns, rows);
    addRows(rows);
  }

  /** Why rows were left out, by their index. */
  public SortedMap<Integer, String> dropped() {
    return dropped;
  }

  /**
   * How much of the time for scoring the steps before the model took, from 0 to 1; measured on the
   * first row.
   */
  public double transformShare() {
    return transformShare;
  }

  void timed(long transformNanos, long predictNanos) {
    long both = transformNanos + predictNanos;
    transformShare = both <= 0 ? 0 : (double) transformNanos / both;
  }

  void drop(int row, String reason) {
    if (dropped.isEmpty()) {
      dropped = new TreeMap<>();
    }
    dropped.put(row, reason);
  }

  /** Takes a cell's value from a slot of a scored row. */
  void take(ScoringRow from, int slot, ValueKind kind, int row, int column) {
    if (from.isNull(slot)) {
      setNull(row, column);
      return;
    }
    switch (kind) {
      case NUMBER -> setNumber(row, column, from.number(slot));
      case WHOLE -> setWhole(row, column, from.whole(slot));
      case VECTOR -> setObject(row, column, allPlaces(from.vector(slot)));
      case OBJECT -> setObject(row, column, from.object(slot));
    }
  }

  private static double[] allPlaces(ScoringVector vector) {
    if (vector.isDense()) {
      return Arrays.copyOf(vector.values(), vector.size());
    }
    double[] places = new double[vector.size()];
    for (int i = 0; i < vector.count(); i++) {
      places[vector.indices()[i]] = vector.values()[i];
    }
    return places;
  }
}
