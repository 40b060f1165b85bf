package io.millrace.serving.operator.tree;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;
import java.util.Arrays;

/**
 * {@code boosted-trees}: margins in numbers of 32 bits, as XGBoost adds them up. Each value of a
 * vector of {@code size} places is rounded to 32 bits. By node: {@code feature}, the place that is
 * looked at, -1 for a leaf; {@code threshold}, below which values go left; {@code missingLeft}, 1
 * if a value that is no number goes left; {@code child}, the number of the left child, behind which
 * the right one lies, of a leaf the leaf's number. {@code roots} holds each tree's first node,
 * {@code leaves} a number for each leaf, {@code groups} the margin that each tree adds to, and
 * {@code base} what the margins begin with. A vector as output holds the margins, or of one margin
 * m (-m, m); a number as output is the first margin.
 */
public final class BoostedTrees implements ScoringOperator {
  @Override
  public String name() {
    return "boosted-trees";
  }

  /**
   * What the trees' leaves add.
   *
   * @param trees which leaf a row ends in
   * @param leaves by leaf
   * @param groups by tree
   * @param base by margin
   */
  private record Margins(Forest trees, float[] leaves, int[] groups, float[] base) {
    /** Fills the margins, tree by tree; each is a float. */
    void add(int[] found, double[] margins) {
      for (int group = 0; group < base.length; group++) {
        margins[group] = base[group];
      }
      for (int tree = 0; tree < trees.count(); tree++) {
        int group = groups[tree];
        margins[group] = (float) margins[group] + leaves[found[tree]];
      }
    }
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    FeatureVector features = FeatureVector.of(step, params.count("size"));
    Margins margins =
        new Margins(
            Forest.of(nodes(params)),
            params.floats("leaves"),
            params.ints("groups"),
            params.floats("base"));
    boolean isVector = step.output(0).type() instanceof VectorOf;
    int rounded = step.newSlot();
    int memory = step.newSlot();
    int sums = step.newSlot();
    int to = step.outputSlot(0);
    int count = margins.base().length;
    return row -> {
      double[] values = row.ownVector(rounded).becomeDense(features.size());
      round(features, row, values);
      double[] sum = row.ownVector(isVector ? to : sums).becomeDense(Math.max(2, count));
      margins.add(margins.trees().leaves(values, row, memory), sum);
      if (!isVector) {
        row.setNumber(to, sum[0]);
      } else if (count == 1) {
        sum[1] = sum[0];
        sum[0] = -sum[1];
      }
    };
  }

  private static FlatNodes nodes(StepParams params) {
    int[] feature = params.ints("feature");
    float[] below = params.floats("threshold");
    byte[] left = params.bytes("missingLeft");
    double[] upTo = new double[below.length];
    boolean[] missingLeft = new boolean[left.length];
    for (int node = 0; node < below.length; node++) {
      // Of floats, those below a threshold are those up to the one before it.
      upTo[node] = Math.nextDown(below[node]);
      missingLeft[node] = left[node] != 0 && feature[node] >= 0;
    }
    return new FlatNodes(
        feature,
        upTo,
        params.ints("child"),
        params.ints("roots"),
        new int[0],
        new CategorySet[0],
        missingLeft);
  }

  private static void round(FeatureVector features, ScoringRow row, double[] to) {
    ScoringVector vector = features.in(row);
    double[] values = vector.values();
    if (!vector.isDense()) {
      Arrays.fill(to, 0, features.size(), 0);
    }
    for (int i = 0; i < vector.count(); i++) {
      float value = (float) values[i];
      if (Float.isInfinite(value)) {
        throw new RowRefused(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' holds a number that is infinite in 32 bits, which XGBoost can't take: fill it first."
                .formatted(features.column()));
      }
      to[vector.isDense() ? i : vector.indices()[i]] = value;
    }
  }
}
