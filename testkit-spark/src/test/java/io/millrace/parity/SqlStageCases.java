package io.millrace.parity;

import java.util.List;

/** Stages that are SQL in Spark. */
final class SqlStageCases {
  private SqlStageCases() {}

  static List<ParityCase> all() {
    return List.of();
  }
}
