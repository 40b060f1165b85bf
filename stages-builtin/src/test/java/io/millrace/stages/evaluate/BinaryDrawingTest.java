package io.millrace.stages.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How near drawn curves of at most 200 points are to those of all scores. */
final class BinaryDrawingTest {
  /** The rows of one score: what the positive ones and the negative ones weigh. */
  private record Step(double score, double positive, double negative) {}

  /** Kinds of scores that lines could be drawn wrongly of. */
  private enum Scores {
    /** They say nothing. */
    RANDOM {
      @Override
      Step step(int place, Random random) {
        return one(place, random.nextBoolean(), 1);
      }
    },
    /** Each positive row is before a negative one: the area of all steps is on one side. */
    ALTERNATING {
      @Override
      Step step(int place, Random random) {
        return one(place, place % 2 == 0, 1);
      }
    },
    /** High scores are mostly right, and rows weigh differently. */
    GOOD_AND_WEIGHTED {
      @Override
      Step step(int place, Random random) {
        double weight = random.nextInt(8) == 0 ? 20 * random.nextDouble() : random.nextDouble();
        return one(place, random.nextDouble() < Math.exp(-place / 900.0), weight);
      }
    },
    /** A thousand negative rows for a positive one. */
    RARE {
      @Override
      Step step(int place, Random random) {
        return one(place, place % 1000 == 17, 1);
      }
    },
    /** Half of all rows have the same few scores. */
    TIED {
      @Override
      Step step(int place, Random random) {
        return place % 500 == 3
            ? new Step(-place, 200 * random.nextDouble(), 300 * random.nextDouble())
            : one(place, random.nextInt(3) == 0, 1);
      }
    };

    abstract Step step(int place, Random random);

    static Step one(int place, boolean isPositive, double weight) {
      return new Step(-place, isPositive ? weight : 0, isPositive ? 0 : weight);
    }

    List<Step> of(int count) {
      Random random = new Random(count);
      IntFunction<Step> step = place -> step(place, random);
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        steps.add(step.apply(i));
      }
      return steps;
    }
  }

  private record Point(double x, double y) {}

  /** Both curves of some steps, the drawn ones and those of each score. */
  private static final class Drawn {
    private final List<Point> exactRoc = new ArrayList<>(List.of(new Point(0, 0)));
    private final List<Point> exactPr = new ArrayList<>();
    private final List<Point> roc;
    private final List<Point> pr;

    Drawn(List<Step> steps) {
      double positives = steps.stream().mapToDouble(Step::positive).sum();
      double negatives = steps.stream().mapToDouble(Step::negative).sum();
      BinaryWalk.Curve curve = new BinaryWalk.Curve(positives, negatives, new int[0]);
      BinaryDrawing drawing = new BinaryDrawing();
      for (Step step : steps) {
        curve.step(step.positive(), step.negative());
        drawing.add(step.score(), curve);
        exactRoc.add(new Point(curve.falsePositiveRate(), curve.truePositiveRate()));
        exactPr.add(new Point(curve.truePositiveRate(), curve.precision()));
      }
      exactPr.add(0, new Point(0, exactPr.get(0).y()));
      List<EvaluationTable> curves = BinaryDrawing.curves(drawing.numbers());
      roc = points(curves.get(0));
      pr = points(curves.get(1));
    }

    private static List<Point> points(EvaluationTable curve) {
      return curve.rows().stream()
          .map(row -> new Point(Double.parseDouble(row.get(0)), Double.parseDouble(row.get(1))))
          .toList();
    }
  }

  private static double area(List<Point> line) {
    double area = 0;
    for (int i = 1; i < line.size(); i++) {
      Point from = line.get(i - 1);
      Point to = line.get(i);
      area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
    }
    return area;
  }

  /** The largest distance of a point from a line. */
  private static double distance(List<Point> points, List<Point> line) {
    double largest = 0;
    for (Point point : points) {
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = 1; i < line.size(); i++) {
        smallest = Math.min(smallest, distance(point, line.get(i - 1), line.get(i)));
      }
      largest = Math.max(largest, smallest);
    }
    return largest;
  }

  private static double distance(Point point, Point from, Point to) {
    double x = to.x() - from.x();
    double y = to.y() - from.y();
    double length = x * x + y * y;
    double share =
        length == 0 ? 0 : ((point.x() - from.x()) * x + (point.y() - from.y()) * y) / length;
    double along = Math.max(0, Math.min(1, share));
    return Math.hypot(point.x() - from.x() - along * x, point.y() - from.y() - along * y);
  }

  @ParameterizedTest
  @EnumSource(Scores.class)
  void drawnCurvesAreCloseToTheExactOnes(Scores scores) {
    for (int count : new int[] {150, 400, 1_000, 7_000, 20_000}) {
      Drawn drawn = new Drawn(scores.of(count));
      String what = scores + " of " + count;

      assertThat(drawn.roc).as(what).hasSizeLessThanOrEqualTo(Polyline.MOST);
      assertThat(drawn.pr).as(what).hasSizeLessThanOrEqualTo(Polyline.MOST);
      assertThat(area(drawn.roc)).as(what).isCloseTo(area(drawn.exactRoc), within(1e-3));
      assertThat(distance(drawn.exactRoc, drawn.roc)).as(what).isLessThan(0.01);
      assertThat(distance(drawn.exactPr, drawn.pr)).as(what).isLessThan(0.02);
      Set<Point> seen = new HashSet<>(drawn.exactRoc);
      assertThat(drawn.roc).as(what).allMatch(seen::contains);
      assertThat(drawn.roc.get(0)).isEqualTo(new Point(0, 0));
      assertThat(drawn.roc.get(drawn.roc.size() - 1))
          .isEqualTo(drawn.exactRoc.get(drawn.exactRoc.size() - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void fewScoresAreDrawnAsTheyAre(int count) {
    Drawn drawn = new Drawn(Scores.RANDOM.of(count + 4));

    assertThat(drawn.roc).isEqualTo(drawn.exactRoc);
    assertThat(drawn.pr).isEqualTo(drawn.exactPr);
  }
}
