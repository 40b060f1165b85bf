package io.millrace.tracking.mlflow.client;

import java.util.List;

/**
 * Part of a list.
 *
 * @param items in order
 * @param next asks for the next part; empty at the end
 */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }
}
