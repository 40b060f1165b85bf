package io.millrace.core.lineage;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.Tracking;
import io.millrace.core.run.RunHistory;
import java.time.Clock;

/** Walks from runs and assets to what they were made of, and to what was made of them. */
public final class LineageWalk {
  private final Tracking tracking;
  private final RunHistory history;

  /** Over those records. */
  public LineageWalk(Tracking tracking, Clock time) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.history = new RunHistory(tracking, time);
  }

  /** Where to. */
  public enum Way {
    /** To what the start was made of. */
    UP,
    /** To what was made of it. */
    DOWN,
    /** Both. */
    BOTH
  }

  /**
   * How far.
   *
   * @param depth over so many runs one behind the other
   * @param nodes to so many nodes
   */
  public record Limits(int depth, int nodes) {
    /** As far as a page or a screen has room. */
    public static final Limits USUAL = new Limits(20, 500);

    public Limits {
      if (depth < 0 || nodes < 1) {
        throw new IllegalArgumentException("a walk meets at least where it starts");
      }
    }
  }

  /**
   * Walks, breadth first: newer runs before older ones.
   *
   * @param start what {@link LineageStart#of} found
   */
  public LineageGraph walk(LineageStart start, Way way, Limits limits) {
    Walking walking = new Walking(history, limits);
    walking.begin(start);
    if (way != Way.DOWN) {
      walking.follow(start, Links.up(tracking));
    }
    if (way != Way.UP) {
      walking.follow(start, Links.down(tracking));
    }
    return walking.graph();
  }
}
