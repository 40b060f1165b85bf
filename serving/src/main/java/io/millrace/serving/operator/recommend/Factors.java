package io.millrace.serving.operator.recommend;

import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepParams;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users or items by their ids, and the numbers that were learnt of each: of a step's parameters
 * whose names begin alike, {@code …Ids} (an array of longs that rise, or a list of texts) and
 * {@code …Factors}, as many for each id, in the order of the ids.
 */
final class Factors {
  static final int UNKNOWN = -1;

  private final long @Nullable [] numbers;
  private final Map<String, Integer> places = new HashMap<>();
  private final double[] values;
  private final int count;

  private Factors(StepParams params, String prefix, boolean texts) {
    values = params.doubles(prefix + "Factors");
    if (texts) {
      numbers = null;
      List<@Nullable String> ids = params.texts(prefix + "Ids");
      ids.forEach(id -> places.put(String.valueOf(id), places.size()));
      count = ids.size();
    } else {
      numbers = params.longs(prefix + "Ids");
      count = numbers.length;
    }
  }

  /**
   * Those of a step.
   *
   * @param texts whether ids are texts, not whole numbers
   */
  static Factors of(StepParams params, String prefix, boolean texts) {
    return new Factors(params, prefix, texts);
  }

  int count() {
    return count;
  }

  /** The place of the id in a slot; {@link #UNKNOWN} if nothing was learnt of it. */
  int find(ScoringRow row, int slot) {
    if (row.isNull(slot)) {
      return UNKNOWN;
    }
    if (numbers == null) {
      return places.getOrDefault((String) row.object(slot), UNKNOWN);
    }
    return Math.max(UNKNOWN, Arrays.binarySearch(numbers, row.whole(slot)));
  }

  /** The numbers of all, one after another. */
  double[] values() {
    return values;
  }
}
