package io.millrace.api.stream;

/** A condition on one column of a row. */
public sealed interface RowCondition {
  /** The column. */
  String column();

  /** The value is missing. */
  record Missing(String column) implements RowCondition {}

  /** There is a value. */
  record Present(String column) implements RowCondition {}

  /** The time lies before a moment. */
  record Before(String column, long millis) implements RowCondition {}

  /** The time does not lie before a moment, or there is none. */
  record NotBefore(String column, long millis) implements RowCondition {}
}
