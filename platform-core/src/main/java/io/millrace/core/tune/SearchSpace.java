package io.millrace.core.tune;

import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.pipeline.Tuning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** What a search may choose from. */
public final class SearchSpace {
  /** How often a combination is drawn again that was drawn before. */
  private static final int DRAWS = 50;

  private final List<Axis> axes;

  SearchSpace(List<Axis> axes) {
    this.axes = List.copyOf(axes);
  }

  List<Axis> axes() {
    return axes;
  }

  /** The values at a share of each axis; those of axes that are not active are left out. */
  Map<Tuning.Option, Object> at(double[] shares) {
    Map<Tuning.Option, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < shares.length; i++) {
      Axis axis = axes.get(i);
      if (axis.isActive(values)) {
        values.put(axis.option(), axis.domain().at(shares[i]));
      }
    }
    return values;
  }

  /**
   * All combinations of a space of choices, in the order of the file: the last option fastest.
   *
   * @throws IllegalStateException if something may be any number of a range
   */
  List<Map<Tuning.Option, Object>> combinations() {
    List<Map<Tuning.Option, Object>> combinations = List.of(Map.of());
    for (Axis axis : axes) {
      if (!(axis.domain() instanceof Domain.Choices choices)) {
        throw new IllegalStateException("a range has no end of values");
      }
      List<Map<Tuning.Option, Object>> longer = new ArrayList<>();
      for (Map<Tuning.Option, Object> combination : combinations) {
        if (!axis.isActive(combination)) {
          longer.add(combination);
          continue;
        }
        for (Object value : choices.values()) {
          Map<Tuning.Option, Object> extended = new LinkedHashMap<>(combination);
          extended.put(axis.option(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /**
   * Combinations that were not seen before: as many as asked for, or as a small space still has.
   *
   * @param seen those that were; what is found is added
   * @param draw gives a combination, again and again
   */
  static List<Map<Tuning.Option, Object>> fresh(
      int count, Set<Map<Tuning.Option, Object>> seen, Supplier<Map<Tuning.Option, Object>> draw) {
    List<Map<Tuning.Option, Object>> found = new ArrayList<>();
    for (long i = 0; i < (long) count * DRAWS && found.size() < count; i++) {
      Map<Tuning.Option, Object> drawn = draw.get();
      if (seen.add(drawn)) {
        found.add(drawn);
      }
    }
    return found;
  }

  /** Shares that are independent of each other. */
  double[] random(Random random) {
    double[] shares = new double[axes.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = random.nextDouble();
    }
    return shares;
  }

  /**
   * Latin hypercube sampling (McKay, Beckman and Conover, Technometrics 21, 1979): of each axis,
   * every one of {@code count} equal stretches is met once. What is met twice, as the axis has few
   * values, is drawn anew.
   */
  List<Map<Tuning.Option, Object>> hypercube(int count, Random random) {
    List<double[]> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new double[axes.size()]);
    }
    for (int axis = 0; axis < axes.size(); axis++) {
      int stretch = 0;
      Collections.shuffle(shares, random);
      for (double[] point : shares) {
        point[axis] = (stretch++ + random.nextDouble()) / count;
      }
    }
    Collections.shuffle(shares, random);
    Iterator<double[]> points = shares.iterator();
    return fresh(
        count, new HashSet<>(), () -> at(points.hasNext() ? points.next() : random(random)));
  }
}
