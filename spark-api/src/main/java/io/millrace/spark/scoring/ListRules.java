package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.ArrayContains;
import org.apache.spark.sql.catalyst.expressions.ArrayPosition;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Size;

/** Lists and structs. */
final class ListRules {
  private ListRules() {}

  static void addTo(RuleTable table) {
    table.rule(
        Size.class,
        SIZE,
        (e, trees) -> RuleTable.optioned(SIZE, e, trees, Map.of("minusOne", e.legacySizeOfNull())));
    table.rule(ElementAt.class, ELEMENT_AT, ListRules::elementAt);
    table.rule(
        GetArrayItem.class,
        ITEM,
        (e, trees) -> RuleTable.optioned(ITEM, e, trees, RuleTable.ansi(e.failOnError())));
    table.plain(ArrayContains.class, ARRAY_CONTAINS);
    table.plain(ArrayPosition.class, ARRAY_POSITION);
    table.rule(
        GetStructField.class,
        FIELD,
        (e, trees) -> RuleTable.optioned(FIELD, e, trees, Map.of("place", e.ordinal())));
  }

  private static Map<String, Object> elementAt(ElementAt element, ExpressionTrees trees) {
    if (element.defaultValueOutOfBound().isDefined()) {
      throw Refusals.of("'split_part' has no portable form");
    }
    return RuleTable.optioned(ELEMENT_AT, element, trees, RuleTable.ansi(element.failOnError()));
  }
}
