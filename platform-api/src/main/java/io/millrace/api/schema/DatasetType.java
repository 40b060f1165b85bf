package io.millrace.api.schema;

import static java.util.Objects.requireNonNull;

/**
 * Names the kind of dataset that an engine and its stages exchange. The one checked cast between a
 * provider found by ServiceLoader and typed code goes through {@link #cast}.
 *
 * @param name how users and messages call it: {@code spark}, {@code memory}
 * @param raw the class of a dataset, without type arguments
 */
public record DatasetType<D>(String name, Class<? super D> raw) {
  public DatasetType {
    requireNonNull(name, "name is null");
    requireNonNull(raw, "raw is null");
  }

  /** Whether both mean the same class of datasets. */
  public boolean matches(DatasetType<?> other) {
    return raw.equals(other.raw());
  }

  /**
   * The value as a dataset of this type.
   *
   * @throws ClassCastException if it is none
   */
  @SuppressWarnings("unchecked") // raw is D's class, as far as erasure lets anyone check.
  public D cast(Object value) {
    return (D) raw.cast(value);
  }
}
