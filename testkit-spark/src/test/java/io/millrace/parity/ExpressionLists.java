package io.millrace.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The expressions that are compared, by group. */
final class ExpressionLists {
  static final Map<String, Group> LISTS = new LinkedHashMap<>();

  /**
   * Expressions of one projection.
   *
   * @param anyMode those that fail in neither dialect
   * @param legacy those that ANSI would fail on
   * @param ansi those that are compared in ANSI only
   */
  record Group(List<String> anyMode, List<String> legacy, List<String> ansi) {}

  static {
    LISTS.put("arithmetic", NumberExpressions.ARITHMETIC);
    LISTS.put("comparison and conditions", ConditionExpressions.CONDITIONS);
    LISTS.put("casts", ConditionExpressions.CASTS);
    LISTS.put("mathematics", NumberExpressions.MATHEMATICS);
    LISTS.put("texts", TextExpressions.TEXTS);
    LISTS.put("dates and times", DateExpressions.DATES);
  }

  private ExpressionLists() {}
}
