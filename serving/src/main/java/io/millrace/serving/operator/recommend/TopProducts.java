package io.millrace.serving.operator.recommend;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * {@code top-products}: the {@code most} ids whose factors have the largest products with those of
 * the id that comes in (see {@link Factors}: {@code asked…}, {@code listed…}), and these products,
 * the largest first; of equal ones that of the smaller {@code listedNumbers}. Left out is what is
 * seen: {@code seenStarts} tells where in {@code seen} the numbers for each asked id begin, rising,
 * and the last ones end. Where nothing is known of an id, the list is {@code popular} (ids of the
 * listed, by place), without products; both are missing if that is not there.
 */
public final class TopProducts implements ScoringOperator {
  @Override
  public String name() {
    return "top-products";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    Lists lists = new Lists(step);
    int from = step.inputSlot(0);
    int ids = step.outputSlot(0);
    int products = step.outputSlot(1);
    return row -> {
      int asked = lists.asked.find(row, from);
      if (asked == Factors.UNKNOWN) {
        setUnknown(row, ids, products, lists.popular);
        return;
      }
      List<Scored> best = lists.best(asked);
      List<Object> listed = new ArrayList<>();
      List<Object> scores = new ArrayList<>();
      for (Scored scored : best) {
        listed.add(lists.ids[scored.place()]);
        scores.add(scored.product());
      }
      row.setObject(ids, listed);
      row.setObject(products, scores);
    };
  }

  private static void setUnknown(
      ScoringRow row, int ids, int products, @Nullable List<Object> popular) {
    if (popular == null) {
      row.setNull(ids);
    } else {
      row.setObject(ids, popular);
    }
    row.setNull(products);
  }

  private record Scored(double product, int number, int place) {
    private static final Comparator<Scored> BEST_FIRST =
        Comparator.comparingDouble((Scored scored) -> -scored.product())
            .thenComparingInt(Scored::number);
  }

  /** What lists are made from. */
  private static final class Lists {
    private final Factors asked;
    private final Factors listed;
    private final Object[] ids;
    private final int[] numbers;
    private final int[] seen;
    private final int[] seenStarts;
    private final @Nullable List<Object> popular;
    private final int rank;
    private final int most;

    Lists(PreparedStep step) {
      StepParams params = step.params();
      asked = Factors.of(params, "asked", step.inputType(0) == Simple.STRING);
      LogicalType id = ((ArrayOf) step.output(0).type()).element();
      listed = Factors.of(params, "listed", id == Simple.STRING);
      ids = ids(params, id);
      numbers = params.ints("listedNumbers");
      seen = params.ints("seen");
      seenStarts = params.ints("seenStarts");
      rank = params.count("rank");
      most = params.count("most");
      popular =
          params.has("popular")
              ? Arrays.stream(params.ints("popular")).mapToObj(place -> ids[place]).toList()
              : null;
    }

    private static Object[] ids(StepParams params, LogicalType type) {
      if (type == Simple.STRING) {
        return params.texts("listedIds").toArray();
      }
      return Arrays.stream(params.longs("listedIds"))
          .<Object>mapToObj(id -> type == Simple.INT ? (Object) (int) id : (Object) id)
          .toArray();
    }

    List<Scored> best(int place) {
      PriorityQueue<Scored> best = new PriorityQueue<>(Scored.BEST_FIRST.reversed());
      for (int i = 0; i < listed.count(); i++) {
        int number = numbers[i];
        if (Arrays.binarySearch(seen, seenStarts[place], seenStarts[place + 1], number) >= 0) {
          continue;
        }
        Scored scored = new Scored(product(place, i), number, i);
        Scored worst = best.peek();
        if (best.size() < most || Scored.BEST_FIRST.compare(scored, worst) < 0) {
          best.add(scored);
        }
        if (best.size() > most) {
          best.poll();
        }
      }
      return best.stream().sorted(Scored.BEST_FIRST).toList();
    }

    /** One after another, as Spark's product of a matrix by row with a vector. */
    private double product(int askedPlace, int listedPlace) {
      double sum = 0;
      for (int i = 0; i < rank; i++) {
        sum =
            Math.fma(
                asked.values()[askedPlace * rank + i],
                listed.values()[listedPlace * rank + i],
                sum);
      }
      return sum;
    }
  }
}
