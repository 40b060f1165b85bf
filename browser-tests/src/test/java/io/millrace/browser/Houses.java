package io.millrace.browser;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A pipeline of the in-memory world. */
final class Houses {
  static final String PIPELINE =
      """
      pipeline: houses
      seed: 42
      stages:
        - id: raw
          use: ingest/rows
          with:
            schema: { id: int, town: string, area: double, price: double }
            version: v1
            rows:
      ROWS
        - id: features
          use: sink/publish
          from: raw
          with: { table: houses, keys: [id] }
        - id: parts
          use: split/hash
          from: features
          with: { train: 0.7, test: 0.3 }
        - id: filled
          use: transform/fill-mean
          from: parts
          with: { columns: [area] }
        - id: model
          use: train/mean-by
          from: filled
          with: { label: price, by: town }
        - id: quality
          use: evaluate/error
          from: model
        - id: publish
          use: deploy/note
          from: quality
          with: { model: houses, alias: champion, input: raw }
      """
          .replace("ROWS\n", rows());

  private Houses() {}

  private static String rows() {
    return IntStream.range(0, 60)
        .mapToObj(
            id -> {
              String town = id % 3 == 0 ? "ulm" : id % 3 == 1 ? "bonn" : "kiel";
              return String.format(
                  Locale.ROOT,
                  "        - \"%d,%s,%d,%d\"\n",
                  id,
                  town,
                  50 + id,
                  town.length() * 100 + id % 50);
            })
        .collect(Collectors.joining());
  }
}
