package io.millrace.benchmarks;

import java.util.List;

/** The columns of the UCI Adult data. */
final class AdultColumns {
  static final String LABEL = "income";

  static final List<String> NUMBERS =
      List.of("age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week");

  static final List<String> CATEGORIES =
      List.of(
          "workclass",
          "education",
          "marital-status",
          "occupation",
          "relationship",
          "race",
          "sex",
          "native-country");

  /** In the order of the files. */
  static final List<String> ALL =
      List.of(
          "age",
          "workclass",
          "fnlwgt",
          "education",
          "education-num",
          "marital-status",
          "occupation",
          "relationship",
          "race",
          "sex",
          "capital-gain",
          "capital-loss",
          "hours-per-week",
          "native-country",
          LABEL);

  private AdultColumns() {}
}
