package io.millrace.serving.operator;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash-columns}: a sparse vector of {@code slots} slots. A number is added to the slot that
 * the hash of its column's name chooses; texts, truth values and the numbers of {@code categories}
 * add 1 to the slot of "name=value". The columns are hashed under {@code names}.
 */
public final class HashColumns implements ScoringOperator {
  @Override
  public String name() {
    return "hash-columns";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int size = params.count("slots");
    List<@Nullable String> names = params.texts("names");
    Set<@Nullable String> categories = new HashSet<>(params.texts("categories"));
    HashedColumn[] columns = new HashedColumn[step.inputs()];
    for (int i = 0; i < columns.length; i++) {
      String name = Objects.requireNonNull(names.get(i));
      LogicalType type = step.inputType(i);
      boolean number = type.isNumeric() && !categories.contains(name);
      columns[i] =
          new HashedColumn(
              step.inputSlot(i),
              type,
              name + "=",
              number ? Murmur3.slot(name, size) : HashedColumn.BY_VALUE);
    }
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector made = row.ownVector(to);
      made.becomeSparse(size);
      for (HashedColumn column : columns) {
        if (!row.isNull(column.slot)) {
          column.addTo(made, row);
        }
      }
    };
  }

  /** A column, and where its values go; {@link #BY_VALUE}, if that depends on the value. */
  private record HashedColumn(int slot, LogicalType type, String prefix, int place) {
    static final int BY_VALUE = -1;

    void addTo(ScoringVector made, ScoringRow row) {
      if (place == BY_VALUE) {
        add(made, Murmur3.slot(prefix + text(row), made.size()), 1);
      } else {
        add(made, place, number(row));
      }
    }

    private double number(ScoringRow row) {
      if (type instanceof DecimalOf) {
        return ((BigDecimal) row.object(slot)).doubleValue();
      }
      return type == Simple.FLOAT || type == Simple.DOUBLE ? row.number(slot) : row.whole(slot);
    }

    /** As Java writes the value that Spark has in its row. */
    private String text(ScoringRow row) {
      if (type == Simple.DOUBLE) {
        return Double.toString(row.number(slot));
      }
      if (type == Simple.FLOAT) {
        return Float.toString((float) row.number(slot));
      }
      if (type == Simple.BOOLEAN) {
        return Boolean.toString(row.whole(slot) != 0);
      }
      return type == Simple.INT || type == Simple.LONG
          ? Long.toString(row.whole(slot))
          : row.object(slot).toString();
    }

    /** Adds to the value at a place, or puts it between the others. */
    private static void add(ScoringVector made, int place, double value) {
      int found = Arrays.binarySearch(made.indices(), 0, made.count(), place);
      if (found >= 0) {
        made.values()[found] += value;
        return;
      }
      made.append(place, value);
      int[] indices = made.indices();
      double[] values = made.values();
      for (int i = made.count() - 1; i > -found - 1; i--) {
        indices[i] = indices[i - 1];
        values[i] = values[i - 1];
      }
      indices[-found - 1] = place;
      values[-found - 1] = value;
    }
  }
}
