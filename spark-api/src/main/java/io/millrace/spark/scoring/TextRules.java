package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.InitCap;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpExtract;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.Reverse;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringInstr;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.StringSplit;
import org.apache.spark.sql.catalyst.expressions.StringTranslate;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.types.StringType;

/** Texts and patterns. */
final class TextRules {
  private TextRules() {}

  static void addTo(RuleTable table) {
    texts(table);
    patterns(table);
  }

  private static void texts(RuleTable table) {
    table.text(Upper.class, UPPER);
    table.text(Lower.class, LOWER);
    table.text(InitCap.class, INITCAP);
    table.text(Reverse.class, REVERSE);
    table.text(StringTrim.class, TRIM);
    table.text(StringTrimLeft.class, LTRIM);
    table.text(StringTrimRight.class, RTRIM);
    table.text(Length.class, LENGTH);
    table.rule(Concat.class, CONCAT, TextRules::concat);
    table.plain(ConcatWs.class, CONCAT_WS);
    table.text(Substring.class, SUBSTRING);
    table.text(StringReplace.class, REPLACE);
    table.text(StringTranslate.class, TRANSLATE);
    table.text(StringLPad.class, LPAD);
    table.text(StringRPad.class, RPAD);
    table.text(StringInstr.class, INSTR);
    table.text(StringLocate.class, LOCATE);
    table.text(StringRepeat.class, REPEAT);
    table.text(StartsWith.class, STARTSWITH);
    table.text(EndsWith.class, ENDSWITH);
    table.text(Contains.class, CONTAINS);
  }

  private static void patterns(RuleTable table) {
    table.text(RLike.class, RLIKE);
    table.text(RegExpReplace.class, REGEXP_REPLACE);
    table.text(RegExpExtract.class, REGEXP_EXTRACT);
    table.text(StringSplit.class, SPLIT);
    table.rule(
        Like.class,
        LIKE,
        (e, trees) -> {
          Map<String, Object> call = trees.call(LIKE, e);
          call.put("escape", String.valueOf(e.escapeChar()));
          return call;
        });
  }

  private static Map<String, Object> concat(Concat concat, ExpressionTrees trees) {
    if (!(concat.dataType() instanceof StringType)) {
      throw Refusals.of("'concat' of %s has no portable form".formatted(concat.dataType().sql()));
    }
    return trees.call(CONCAT, concat);
  }
}
