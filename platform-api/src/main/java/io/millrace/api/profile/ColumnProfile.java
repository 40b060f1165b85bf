package io.millrace.api.profile;

import static java.util.Objects.requireNonNull;

import io.millrace.api.schema.LogicalType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a column holds. A missing value is null, or no number where numbers stand. Values are those
 * of {@code Engine.head}.
 *
 * @param column its name; a slot of a vector is {@code NAME[3]}
 * @param type the type of its values
 * @param missing how many rows have none
 * @param distinct how many values there are, estimated where there are many
 * @param leastOrNull the smallest value; null if there is none
 * @param greatestOrNull the largest value; null if there is none
 * @param numbersOrNull more, of numbers; null of others, and if there is no value
 * @param frequent the most frequent values, the first ones first
 */
public record ColumnProfile(
    String column,
    LogicalType type,
    long missing,
    long distinct,
    @Nullable Object leastOrNull,
    @Nullable Object greatestOrNull,
    @Nullable Numbers numbersOrNull,
    List<Frequent> frequent) {
  public ColumnProfile {
    requireNonNull(column, "column is null");
    requireNonNull(type, "type is null");
    frequent = List.copyOf(frequent);
  }

  /**
   * How numbers spread.
   *
   * @param mean not finite, if a number is not
   * @param deviation of a sample, with n - 1; NaN of a single number
   * @param quantiles at equal steps from 0 to 1, both among them; each a number that was seen,
   *     whose rank is wrong by 0.1 % of the rows at most
   */
  public record Numbers(double mean, double deviation, List<Double> quantiles) {
    public Numbers {
      quantiles = List.copyOf(quantiles);
    }
  }

  /**
   * A frequent value.
   *
   * @param value the value
   * @param count how many rows have it, or a little more
   */
  public record Frequent(Object value, long count) {}

  /** Whether it tells one of those columns, or a slot of it. */
  public boolean isOf(Set<String> columns) {
    int slot = column.lastIndexOf('[');
    return columns.contains(column) || slot > 0 && columns.contains(column.substring(0, slot));
  }

  /** The smallest value. */
  public Optional<Object> least() {
    return Optional.ofNullable(leastOrNull);
  }

  /** The largest value. */
  public Optional<Object> greatest() {
    return Optional.ofNullable(greatestOrNull);
  }

  /** How numbers spread. */
  public Optional<Numbers> numbers() {
    return Optional.ofNullable(numbersOrNull);
  }
}
