package io.millrace.spark.scoring;

import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** Errors that expressions raise, with the code and the sentence of {@code RowFailures.raise}. */
final class RaisedErrors {
  private static final Pattern MARK = Pattern.compile("\\[millrace:([A-Z_]+):[^\\]]*\\]");

  private RaisedErrors() {}

  static Map<String, Object> tree(RaiseError raise, ExpressionTrees trees) {
    List<Expression> message = new ArrayList<>(List.of(message(raise)));
    String code = StandardError.BAD_RECORD.name();
    if (message.get(0) instanceof Concat concat) {
      List<Expression> parts = CollectionConverters.asJava(concat.children());
      Matcher mark = MARK.matcher(parts.get(0) instanceof Literal first ? first.toString() : "");
      if (mark.matches()) {
        code = mark.group(1);
        message = parts.subList(1, parts.size() - 1);
      }
    }
    List<Object> args = new ArrayList<>();
    message.forEach(part -> args.add(trees.tree(part)));
    Map<String, Object> call =
        trees.call(ScoringFunction.RAISE, trees.logicalType(raise.dataType()), args);
    call.put("code", code);
    return call;
  }

  private static Expression message(RaiseError raise) {
    if (raise.errorParms() instanceof CreateMap map
        && map.children().size() == 2
        && map.children().apply(1).dataType().equals(DataTypes.StringType)) {
      return map.children().apply(1);
    }
    throw Refusals.of("'raise_error' has a portable form with a message only");
  }
}
