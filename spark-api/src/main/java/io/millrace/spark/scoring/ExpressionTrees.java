package io.millrace.spark.scoring;

import static java.util.Objects.requireNonNull;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionId;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.TypeOf;
import org.apache.spark.sql.catalyst.expressions.With;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Translates analysed expressions of one step into the trees of {@link ScoringFunction}, and
 * gathers the columns that they read.
 */
final class ExpressionTrees {
  private final Map<ExprId, String> names;
  private final Map<String, Integer> inputs = new LinkedHashMap<>();
  private final Map<CommonExpressionId, Expression> common = new HashMap<>();

  /** The type of what is always null; it follows from the cast around it. */
  private LogicalType voidType = Simple.BOOLEAN;

  /**
   * For columns that lie under those names.
   *
   * @param names by the ids of attributes
   */
  ExpressionTrees(Map<ExprId, String> names) {
    this.names = names;
  }

  /** The columns that were read so far, in the order of their places. */
  List<String> inputs() {
    return List.copyOf(inputs.keySet());
  }

  /** The tree of an expression. */
  Map<String, Object> tree(Expression expression) {
    if (expression instanceof Alias alias) {
      return tree(alias.child());
    }
    if (expression instanceof AttributeReference column) {
      return column(column);
    }
    if (expression instanceof Literal literal) {
      return literal(literal.value(), literal.dataType());
    }
    if (expression instanceof TypeOf typeOf) {
      return node("literal", typeOf.child().dataType().catalogString(), Simple.STRING);
    }
    return Constants.fold(expression)
        .map(constant -> literal(constant.value(), constant.dataType()))
        .orElseGet(() -> computed(expression));
  }

  private Map<String, Object> computed(Expression expression) {
    if (expression instanceof CommonExpressionRef reference) {
      return tree(requireNonNull(common.get(reference.id()), "an expression that is not defined"));
    }
    if (expression instanceof With with) {
      for (CommonExpressionDef definition : CollectionConverters.asJava(with.defs())) {
        common.put(definition.id(), definition.child());
      }
      return tree(with.child());
    }
    if (expression instanceof Cast cast && cast.child().dataType() instanceof NullType) {
      return typedNull(cast);
    }
    CatalystRule rule = CatalystRules.of(expression.getClass());
    if (rule != null) {
      return rule.tree(expression, this);
    }
    if (expression instanceof RuntimeReplaceable replaceable) {
      return tree(replaceable.replacement());
    }
    throw refused(expression);
  }

  private Map<String, Object> typedNull(Cast cast) {
    LogicalType outer = voidType;
    voidType = logicalType(cast.dataType());
    Map<String, Object> tree = tree(cast.child());
    voidType = outer;
    return tree;
  }

  private static RuntimeException refused(Expression expression) {
    if (expression instanceof ScalaUDF udf) {
      return Refusals.of(
          "it calls a function of the user's own%s"
              .formatted(udf.udfName().isEmpty() ? "" : ", '" + udf.udfName().get() + "'"));
    }
    return Refusals.of("'%s' has no portable form".formatted(expression.prettyName()));
  }

  private Map<String, Object> column(AttributeReference column) {
    String name = names.get(column.exprId());
    if (name == null) {
      throw Refusals.of("it reads the column '%s' of another frame".formatted(column.name()));
    }
    Integer place = inputs.computeIfAbsent(name, unused -> inputs.size());
    return node("column", place, logicalType(column.dataType()));
  }

  /** A call of a function with an expression's children. */
  Map<String, Object> call(ScoringFunction function, Expression expression) {
    return call(function, expression, CollectionConverters.asJava(expression.children()));
  }

  /** A call of a function. */
  Map<String, Object> call(
      ScoringFunction function, Expression expression, List<Expression> children) {
    List<Object> args = new ArrayList<>();
    for (Expression child : children) {
      if (child.dataType() instanceof TimestampNTZType) {
        throw Refusals.of("times without a zone have no portable form");
      }
      args.add(tree(child));
    }
    return call(function, logicalType(expression.dataType()), args);
  }

  /** A call of a function. */
  Map<String, Object> call(ScoringFunction function, LogicalType type, List<Object> args) {
    Map<String, Object> call = node("call", function.text(), type);
    call.put("args", args);
    return call;
  }

  private static Map<String, Object> node(
      String kind, @org.jspecify.annotations.Nullable Object value, LogicalType type) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put(kind, value);
    node.put("type", type.text());
    return node;
  }

  private Map<String, Object> literal(
      @org.jspecify.annotations.Nullable Object value, DataType type) {
    return node("literal", Constants.json(value, type), logicalType(type));
  }

  /** The platform's type, if values of it can be computed with. */
  LogicalType logicalType(DataType type) {
    if (type instanceof NullType) {
      return voidType;
    }
    requireBinaryCollation(type);
    return Schemas.logicalType(type)
        .orElseThrow(
            () -> Refusals.of("values of the type %s have no portable form".formatted(type.sql())));
  }

  private static void requireBinaryCollation(DataType type) {
    if (type instanceof ArrayType array) {
      requireBinaryCollation(array.elementType());
    }
    if (type instanceof StringType text && !text.isUTF8BinaryCollation()) {
      throw Refusals.of("the collation %s has no portable form".formatted(text.collationName()));
    }
  }

  /** Refuses what is computed in whole numbers of less than 32 bits. */
  static void requireWide(Expression expression) {
    if (expression.dataType() instanceof ByteType || expression.dataType() instanceof ShortType) {
      throw Refusals.of(
          "values of the type %s can't be computed: cast them to INT"
              .formatted(expression.dataType().sql()));
    }
  }
}
