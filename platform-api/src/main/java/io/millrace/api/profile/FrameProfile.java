package io.millrace.api.profile;

import java.util.List;

/**
 * What a frame holds.
 *
 * @param rows how many
 * @param columns in the frame's order
 */
public record FrameProfile(long rows, List<ColumnProfile> columns) {
  /** The steps between the quantiles that are told. */
  public static final int QUANTILE_STEPS = 100;

  /** How many frequent values are told of a column at most. */
  public static final int FREQUENT = 100;

  /** The slots of longer vectors are not told. */
  public static final int VECTOR_SLOTS = 64;

  public FrameProfile {
    columns = List.copyOf(columns);
  }
}
