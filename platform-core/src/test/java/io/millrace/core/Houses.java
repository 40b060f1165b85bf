package io.millrace.core;

import java.util.Random;

/** Pipeline files about house prices, small enough to reason about. */
final class Houses {
  private Houses() {}

  /** Sixty rows: the price depends on the town; some areas are missing. */
  static String rows() {
    Random random = new Random(7);
    StringBuilder rows = new StringBuilder();
    for (int id = 0; id < 60; id++) {
      String town = id % 3 == 0 ? "ulm" : id % 3 == 1 ? "bonn" : "kiel";
      String area = id % 7 == 0 ? "" : String.valueOf(50 + random.nextInt(100));
      double price = town.length() * 100 + random.nextInt(50);
      rows.append("        - \"%d,%s,%s,%s\"%n".formatted(id, town, area, price));
    }
    return rows.toString();
  }

  /** Everything from rows to a registered model. */
  static String pipeline() {
    return """
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
  }

  /** The same with a line of one stage replaced. */
  static String with(String line, String replacement) {
    String pipeline = pipeline();
    if (!pipeline.contains(line)) {
      throw new IllegalArgumentException("no line " + line);
    }
    return pipeline.replace(line, replacement);
  }

  /** The same with a search. */
  static String tuned() {
    return with(
        "    with: { label: price, by: town }\n",
        """
            with: { label: price, by: town }
            tune:
              search:
                kind: grid
                folds: { use: split/folds, with: { k: 3 } }
                metric: quality.rmse
              space: { smoothing: [0, 1000], filled.offset: [0, 5] }
        """);
  }
}
