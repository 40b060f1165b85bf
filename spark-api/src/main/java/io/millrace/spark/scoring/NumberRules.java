package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import io.millrace.api.scoring.ScoringFunction;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Abs;
import org.apache.spark.sql.catalyst.expressions.Acos;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Asin;
import org.apache.spark.sql.catalyst.expressions.Atan;
import org.apache.spark.sql.catalyst.expressions.Atan2;
import org.apache.spark.sql.catalyst.expressions.BRound;
import org.apache.spark.sql.catalyst.expressions.Cbrt;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.Cos;
import org.apache.spark.sql.catalyst.expressions.Cosh;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Exp;
import org.apache.spark.sql.catalyst.expressions.Expm1;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.Hypot;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Log;
import org.apache.spark.sql.catalyst.expressions.Log10;
import org.apache.spark.sql.catalyst.expressions.Log1p;
import org.apache.spark.sql.catalyst.expressions.Log2;
import org.apache.spark.sql.catalyst.expressions.Logarithm;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Pow;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Rint;
import org.apache.spark.sql.catalyst.expressions.Round;
import org.apache.spark.sql.catalyst.expressions.RoundBase;
import org.apache.spark.sql.catalyst.expressions.Signum;
import org.apache.spark.sql.catalyst.expressions.Sin;
import org.apache.spark.sql.catalyst.expressions.Sinh;
import org.apache.spark.sql.catalyst.expressions.Sqrt;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.Tan;
import org.apache.spark.sql.catalyst.expressions.Tanh;
import org.apache.spark.sql.catalyst.expressions.ToDegrees;
import org.apache.spark.sql.catalyst.expressions.ToRadians;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.WidthBucket;

/** Arithmetic and mathematics. */
final class NumberRules {
  private NumberRules() {}

  static void addTo(RuleTable table) {
    arithmetic(table);
    mathematics(table);
  }

  private static void arithmetic(RuleTable table) {
    table.binary(Add.class, ADD);
    table.binary(Subtract.class, SUBTRACT);
    table.binary(Multiply.class, MULTIPLY);
    table.binary(Divide.class, ScoringFunction.DIVIDE);
    table.binary(IntegralDivide.class, DIV);
    table.binary(Remainder.class, REMAINDER);
    table.binary(Pmod.class, PMOD);
    table.wide(UnaryMinus.class, NEGATE, e -> RuleTable.ansi(e.failOnError()));
    table.wide(Abs.class, ABS, e -> RuleTable.ansi(e.failOnError()));
  }

  private static void mathematics(RuleTable table) {
    table.plain(Sqrt.class, SQRT);
    table.plain(Cbrt.class, CBRT);
    table.plain(Exp.class, EXP);
    table.plain(Expm1.class, EXPM1);
    table.plain(Log.class, LN);
    table.plain(Logarithm.class, LOG);
    table.plain(Log2.class, LOG2);
    table.plain(Log10.class, LOG10);
    table.plain(Log1p.class, LOG1P);
    table.plain(Pow.class, POW);
    table.plain(Hypot.class, HYPOT);
    table.plain(Sin.class, SIN);
    table.plain(Cos.class, COS);
    table.plain(Tan.class, TAN);
    table.plain(Asin.class, ASIN);
    table.plain(Acos.class, ACOS);
    table.plain(Atan.class, ATAN);
    table.plain(Atan2.class, ATAN2);
    table.plain(Sinh.class, SINH);
    table.plain(Cosh.class, COSH);
    table.plain(Tanh.class, TANH);
    table.plain(ToDegrees.class, DEGREES);
    table.plain(ToRadians.class, RADIANS);
    table.plain(Signum.class, SIGN);
    table.plain(Rint.class, RINT);
    table.plain(Ceil.class, CEIL);
    table.plain(Floor.class, FLOOR);
    table.plain(WidthBucket.class, WIDTH_BUCKET);
    table.rule(Round.class, ROUND, (e, trees) -> rounded(ROUND, e, e.ansiEnabled(), trees));
    table.rule(BRound.class, BROUND, (e, trees) -> rounded(BROUND, e, e.ansiEnabled(), trees));
  }

  private static Map<String, Object> rounded(
      ScoringFunction function, RoundBase round, boolean ansi, ExpressionTrees trees) {
    ExpressionTrees.requireWide(round);
    Object scale = Constants.fold(round.right()).map(Literal::value).orElse(null);
    if (!(scale instanceof Integer)) {
      throw Refusals.of("'%s' takes a constant number of places".formatted(round.prettyName()));
    }
    Map<String, Object> call = trees.call(function, round, List.of(round.left()));
    call.putAll(RuleTable.ansi(ansi));
    call.put("scale", scale);
    return call;
  }
}
