package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code mean-word-vector}: the sum of the {@code vectors} of {@code slots} floats that {@code
 * words} have, over the number of all words of a row; sparse, if there are none.
 */
public final class MeanWordVector implements ScoringOperator {
  @Override
  public String name() {
    return "mean-word-vector";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int size = params.count("slots");
    float[] vectors = params.floats("vectors");
    Map<@Nullable String, Integer> startOf = new HashMap<>();
    for (String word : params.texts("words")) {
      startOf.put(word, startOf.size() * size);
    }
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      List<@Nullable String> words = input.words(row);
      if (words.isEmpty()) {
        row.ownVector(to).becomeSparse(size);
        return;
      }
      double[] mean = row.ownVector(to).becomeDense(size);
      Arrays.fill(mean, 0, size, 0);
      for (String word : words) {
        Integer start = startOf.get(word);
        for (int i = 0; start != null && i < size; i++) {
          mean[i] += vectors[start + i];
        }
      }
      double share = 1.0 / words.size();
      for (int i = 0; i < size; i++) {
        mean[i] *= share;
      }
    };
  }
}
