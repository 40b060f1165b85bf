package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNaN;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NaNvl;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Comparisons, conditions and casts. */
final class ConditionRules {
  private static final Set<String> MOMENTS =
      Set.of("epoch", "now", "today", "tomorrow", "yesterday");

  private ConditionRules() {}

  static void addTo(RuleTable table) {
    table.ordered(EqualTo.class, EQUAL);
    table.ordered(EqualNullSafe.class, EQUAL_NULL_SAFE);
    table.ordered(LessThan.class, LESS);
    table.ordered(LessThanOrEqual.class, LESS_OR_EQUAL);
    table.reversed(GreaterThan.class, LESS);
    table.reversed(GreaterThanOrEqual.class, LESS_OR_EQUAL);
    table.plain(And.class, AND);
    table.plain(Or.class, OR);
    table.plain(Not.class, NOT);
    table.plain(IsNull.class, IS_NULL);
    table.plain(IsNotNull.class, IS_NOT_NULL);
    table.plain(Coalesce.class, COALESCE);
    table.ordered(Greatest.class, GREATEST);
    table.ordered(Least.class, LEAST);
    table.ordered(In.class, IN);
    table.plain(IsNaN.class, IS_NAN);
    table.plain(NaNvl.class, NANVL);
    table.plain(If.class, CASE);
    table.rule(CaseWhen.class, CASE, (e, trees) -> trees.call(CASE, e, branches(e)));
    table.rule(Cast.class, CAST, ConditionRules::cast);
    table.rule(RaiseError.class, RAISE, RaisedErrors::tree);
  }

  private static List<Expression> branches(CaseWhen cases) {
    List<Expression> args = new ArrayList<>();
    for (Tuple2<Expression, Expression> branch : CollectionConverters.asJava(cases.branches())) {
      args.add(branch._1());
      args.add(branch._2());
    }
    cases.elseValue().foreach(args::add);
    return args;
  }

  private static Map<String, Object> cast(Cast cast, ExpressionTrees trees) {
    ExpressionTrees.requireWide(cast);
    if (cast.dataType().equals(cast.child().dataType())) {
      return trees.tree(cast.child());
    }
    requireTimeless(cast);
    PortableCasts.obstacle(
            trees.logicalType(cast.child().dataType()), trees.logicalType(cast.dataType()))
        .ifPresent(
            clause -> {
              throw Refusals.of(clause);
            });
    Map<String, Object> call = trees.call(CAST, cast);
    String mode = RuleTable.mode(cast.evalMode());
    // Between some types a cast that may fail does what it did before there was ANSI.
    call.put("mode", mode.equals("try") && !cast.ansiEnabled() ? "legacy" : mode);
    if (cast.needsTimeZone()) {
      call.put("zone", cast.timeZoneId().get());
    }
    return call;
  }

  /** Spark reads the names of moments in constants when a query starts. */
  private static void requireTimeless(Cast cast) {
    boolean isTime =
        cast.dataType() instanceof DateType || cast.dataType() instanceof TimestampType;
    Object constant = Constants.fold(cast.child()).map(Literal::value).orElse(null);
    if (isTime
        && constant != null
        && MOMENTS.contains(constant.toString().strip().toLowerCase(Locale.ROOT))) {
      throw Refusals.of("what '%s' means depends on the clock".formatted(constant));
    }
  }
}
