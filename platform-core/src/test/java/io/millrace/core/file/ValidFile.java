package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A valid file, in which tests break one thing. */
final class ValidFile {
  static final String NAME = "churn.yaml";

  static final String TEXT =
      """
      pipeline: churn
      seed: 7
      params:
        data: { type: string, default: data/rows.csv, help: where the rows lie }
        share: { type: double, default: 0.8 }
      stages:
        - id: raw
          use: ingest/rows
          with: { path: "${param:data}", header: true }
        - id: features
          use: sink/table
          from: raw
          with: { table: churn, keys: [plan] }
        - id: parts
          use: split/random
          from: features
          with: { train: "${param:share}", test: 0.2 }
        - id: imputed
          use: transform/impute
          from: parts
          with:
            columns: [age, income]
            strategy: mean
        - id: model
          use: train/logistic
          from: imputed
          with: { label: churn }
          tune:
            search: { kind: grid, folds: 3, metric: quality.auc }
            space: { regParam: [0.0, 0.1], imputed.strategy: [mean, median] }
        - id: quality
          use: evaluate/binary
          from: model
          gates: [ "auc >= 0.80", "auc >= champion - 0.005" ]
        - id: publish
          use: deploy/registry
          from: quality
          with: { model: churn, input: raw }
      environments:
        prod: { overrides: { raw.with.path: "${env:ROWS}" } }
      """;

  private ValidFile() {}

  static FileRequest request() {
    return request(TEXT);
  }

  static FileRequest request(String text) {
    return FileRequest.of(text, NAME)
        .withVariables(name -> Optional.ofNullable(Map.of("ROWS", "prod.csv").get(name)));
  }

  /** The valid file with one text replaced that stands in it once. */
  static String with(String found, String replaced) {
    assertThat(TEXT.split(java.util.regex.Pattern.quote(found), -1)).hasSize(2);
    return TEXT.replace(found, replaced);
  }

  static List<String> problems(String text) {
    return problems(request(text));
  }

  static List<String> problems(FileRequest request) {
    return Fixtures.read(request).problems().stream().map(Problem::text).toList();
  }
}
