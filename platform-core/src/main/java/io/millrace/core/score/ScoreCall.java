package io.millrace.core.score;

import static java.util.Objects.requireNonNull;

/**
 * What a call of {@code score} asks for.
 *
 * @param model the registered version
 * @param input a CSV file, or a Parquet file or directory, or a Delta table
 * @param to where the rows with their predictions go; the ending tells the format: {@code
 *     .parquet}, {@code .csv}, {@code .json}; {@code .delta} or none for a Delta table
 * @param overwrite whether what lies there may be replaced
 */
public record ScoreCall(ModelName model, String input, String to, boolean overwrite) {
  public ScoreCall {
    requireNonNull(model, "model is null");
    requireNonNull(input, "input is null");
    requireNonNull(to, "to is null");
  }
}
