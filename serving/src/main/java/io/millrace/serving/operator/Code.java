package io.millrace.serving.operator;

import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code code}: a text becomes the number, or the dense vector, that stands for it. The codes of
 * {@code values}, of which one may be null, follow one another in {@code codes}; {@code other} is
 * that of any other value.
 */
public final class Code implements ScoringOperator {
  @Override
  public String name() {
    return "code";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    List<@Nullable String> values = params.texts("values");
    double[] codes = params.doubles("codes");
    double[] other = params.doubles("other");
    Map<@Nullable String, Integer> placeOf = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      placeOf.put(values.get(i), i);
    }
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    if (!(step.output(0).type() instanceof VectorOf)) {
      return row -> {
        Integer place = placeOf.get(text(row, from));
        row.setNumber(to, place == null ? other[0] : codes[place]);
      };
    }
    ScoringVector ofOthers = ScoringVector.dense(other);
    ScoringVector[] vectors = new ScoringVector[values.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] =
          ScoringVector.dense(Arrays.copyOfRange(codes, i * other.length, (i + 1) * other.length));
    }
    return row -> {
      Integer place = placeOf.get(text(row, from));
      row.setObject(to, place == null ? ofOthers : vectors[place]);
    };
  }

  private static @Nullable String text(ScoringRow row, int slot) {
    return row.isNull(slot) ? null : (String) row.object(slot);
  }
}
