package io.millrace.testkit.contract;

import io.millrace.api.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads frames of one kind of dataset, so that a contract can be written once. Values are
 * of the Java types {@code Boolean}, {@code Integer}, {@code Long}, {@code Float}, {@code Double},
 * {@code BigDecimal}, {@code String}, {@code LocalDate}, {@code Instant}, {@code ByteBuffer}, and
 * {@code List} for array, struct and vector.
 */
public interface Frames<D> {
  /** A frame of these rows, a list of values each, in the order of columns. */
  D frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows);

  /** The rows of a frame, in an order that may be any. */
  List<List<@Nullable Object>> rows(D frame);

  /** The columns of a frame. */
  Schema schema(D frame);
}
