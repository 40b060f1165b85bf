package io.millrace.spark.api;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.SparkSession;

/**
 * Spark SQL in a stock {@code SQLTransformer}. Its statement runs in somebody else's session, with
 * other settings than ours, and has to mean the same there, or fail.
 */
public final class StockSql {
  /** What stands for the frame that comes in: Spark ML replaces it wherever it stands. */
  private static final String THIS = "__THIS__";

  /** What Spark SQL replaces by a variable of the session, wherever it stands. */
  private static final String VARIABLE = "${";

  private static final String ANSI = "spark.sql.ansi.enabled";

  private StockSql() {}

  /** Whether a name or a piece of SQL comes through as it is. */
  public static boolean takes(String text) {
    return !text.contains(THIS) && !text.contains(VARIABLE);
  }

  /** What {@code Exportable.obstacle} says of names and pieces of SQL; empty if it takes all. */
  public static Optional<String> obstacle(Collection<String> texts) {
    return texts.stream()
        .filter(text -> !takes(text))
        .findFirst()
        .map(
            text ->
                "Spark ML would replace the %s in '%s'"
                    .formatted(text.contains(THIS) ? THIS : VARIABLE, text));
  }

  /** A text as a literal, in bytes where a quote, an escape or a replacement would change it. */
  public static String literal(String text) {
    boolean plain =
        takes(text) && text.indexOf('\'') < 0 && text.indexOf('\\') < 0 && text.indexOf('$') < 0;
    return plain
        ? "'" + text + "'"
        : "CAST(X'%s' AS STRING)"
            .formatted(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A condition that is true in a session of the same SQL dialect as the active one, and fails in
   * others, where an overflow, a division by zero or a comparison of text with a number comes out
   * differently. The dialect shows in the type that a number and a text have in common.
   */
  public static String sameDialect() {
    boolean ansi = Boolean.parseBoolean(SparkSession.active().conf().get(ANSI));
    return "CASE WHEN typeof(coalesce(1, '2')) = '%s' THEN TRUE ELSE raise_error('%s') END"
        .formatted(
            ansi ? "bigint" : "string",
            "This pipeline was trained with %s=%s: set it so.".formatted(ANSI, ansi));
  }

  /** The transformer; its frame is called {@code __THIS__}. */
  public static SQLTransformer statement(String statement) {
    return new SQLTransformer().setStatement(statement);
  }
}
