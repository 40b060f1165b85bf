package io.millrace.core.tune;

import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.pipeline.Tuning;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How densely trials lie along an axis: a bell around each trial, and a plain of the weight of one
 * trial, so that nothing is ruled out. Of choices, how often each was made.
 */
final class Parzen {
  private static final double NARROWEST = 0.05;
  private static final double WIDEST = 0.3;

  private final Domain domain;
  private final List<Object> values;
  private final double width;

  private Parzen(Domain domain, List<Object> values) {
    this.domain = domain;
    this.values = values;
    // Scott's rule: the more trials, the narrower.
    this.width = Math.max(NARROWEST, WIDEST * Math.pow(Math.max(1, values.size()), -0.2));
  }

  /** Of the trials that have a value on the axis. */
  static Parzen of(Axis axis, List<Map<Tuning.Option, Object>> trials) {
    List<Object> values =
        trials.stream()
            .filter(axis::isActive)
            .flatMap(trial -> java.util.stream.Stream.ofNullable(trial.get(axis.option())))
            .toList();
    return new Parzen(axis.domain(), values);
  }

  /** A share near the trials, or, as often as there is one trial more, anywhere. */
  double draw(Random random) {
    int chosen = random.nextInt(values.size() + 1);
    if (chosen == values.size()) {
      return random.nextDouble();
    }
    double center = domain.share(values.get(chosen));
    if (domain instanceof Domain.Choices) {
      return center;
    }
    double share = center + width * random.nextGaussian();
    // What falls off the axis is turned back onto it.
    share = Math.abs(share % 2);
    return Math.min(share > 1 ? 2 - share : share, Math.nextDown(1.0));
  }

  /** The density at a value; never 0. */
  double density(Object value) {
    if (domain instanceof Domain.Choices choices) {
      long same = values.stream().filter(value::equals).count();
      return (same + 1.0 / choices.values().size()) / (values.size() + 1);
    }
    double share = domain.share(value);
    double sum = 1;
    for (Object other : values) {
      double distance = (share - domain.share(other)) / width;
      sum += Math.exp(-distance * distance / 2) / (width * Math.sqrt(2 * Math.PI));
    }
    return sum / (values.size() + 1);
  }
}
