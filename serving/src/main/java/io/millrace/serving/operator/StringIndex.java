package io.millrace.serving.operator;

import io.millrace.api.error.StandardError;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code string-index}: a text becomes its place among {@code labels}; any other, null among them,
 * becomes {@code invalid}, or null where that is the text {@code null}, or is refused where it is
 * null.
 */
public final class StringIndex implements ScoringOperator {
  @Override
  public String name() {
    return "string-index";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    List<@Nullable String> labels = params.texts("labels");
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      indices.put(String.valueOf(labels.get(i)), i);
    }
    boolean refuses = params.json("invalid") == null;
    boolean skips = "null".equals(params.json("invalid"));
    double invalid = refuses || skips ? Double.NaN : params.number("invalid");
    String refusal = refuses ? params.text("refusal") : "";
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      Integer index = row.isNull(from) ? null : indices.get((String) row.object(from));
      if (index == null && refuses) {
        throw refused(row, from, refusal);
      }
      if (index == null && skips) {
        row.setNull(to);
      } else {
        row.setNumber(to, index == null ? invalid : index);
      }
    };
  }

  private static RowRefused refused(ScoringRow row, int slot, String refusal) {
    String value =
        row.isNull(slot) ? "null" : "'%s', which no training row does".formatted(row.object(slot));
    return new RowRefused(StandardError.UNSEEN_VALUE, refusal.formatted(value));
  }
}
