package io.millrace.stages.ingest.generate;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Made-up data told as columns, each a Spark SQL expression over the row's number {@code id} and
 * the columns before it. Chance comes from hashes, no state runs from row to row:
 *
 * <ul>
 *   <li><code>{u}</code> is a number in [0, 1) of its own for each row, <code>{u:a,b}</code> one
 *       for each value of the columns a and b: rows that agree in them get the same;
 *   <li><code>{n}</code> and <code>{n:a,b}</code> likewise, from the standard normal distribution
 *       (Box and Muller's transform of two hashes).
 * </ul>
 *
 * <p>Each place in the text draws numbers of its own.
 */
final class Recipe implements MadeUpData {
  private static final Pattern CHANCE = Pattern.compile("\\{([un])(?::([^}]+))?}");

  private enum Role {
    HIDDEN,
    SHOWN,
    TRUTH
  }

  private record Ingredient(Role role, String name, @Nullable Column column, String sql) {
    Stream<Column> shown(boolean withTruth) {
      boolean shown = role == Role.SHOWN || withTruth && role == Role.TRUTH;
      return shown ? Stream.ofNullable(column) : Stream.empty();
    }
  }

  private final List<Ingredient> ingredients = new ArrayList<>();
  private final String bestName;
  private final String best;
  private final int edition;

  private Recipe(String bestName, String best, int edition) {
    this.bestName = bestName;
    this.best = best;
    this.edition = edition;
  }

  /** An empty recipe for data whose best possible figure of that name is known. */
  static Recipe ofBest(String metric, String best, int edition) {
    return new Recipe("best possible " + metric, best, edition);
  }

  /** Adds a column that is computed, but not shown. */
  Recipe hidden(String name, String sql) {
    ingredients.add(new Ingredient(Role.HIDDEN, name, null, sql));
    return this;
  }

  /** Adds a column without nulls. */
  Recipe column(String name, LogicalType type, String sql) {
    return add(Role.SHOWN, Column.required(name, type), sql);
  }

  /** Adds a column that may hold nulls. */
  Recipe gappy(String name, LogicalType type, String sql) {
    return add(Role.SHOWN, Column.nullable(name, type), sql);
  }

  /** Adds the column that the label is drawn from. */
  Recipe truth(String name, LogicalType type, String sql) {
    return add(Role.TRUTH, Column.required(name, type), sql);
  }

  private Recipe add(Role role, Column column, String sql) {
    ingredients.add(new Ingredient(role, column.name(), column, sql));
    return this;
  }

  @Override
  public Schema schema(boolean withTruth) {
    return Schema.of(ingredients.stream().flatMap(part -> part.shown(withTruth)).toList());
  }

  @Override
  public Dataset<Row> frame(Dataset<Row> numbers, long seed, boolean withTruth) {
    Dataset<Row> frame = numbers;
    Draws draws = new Draws(seed);
    for (Ingredient part : ingredients) {
      frame = frame.selectExpr("*", draws.into(part.sql()) + " AS " + part.name());
    }
    return frame.selectExpr(schema(withTruth).names().toArray(String[]::new));
  }

  @Override
  public String bestName() {
    return bestName;
  }

  @Override
  public String best() {
    return best;
  }

  @Override
  public int edition() {
    return edition;
  }

  /** Puts hashes in the places of chance. */
  private static final class Draws {
    private final long seed;
    private int drawn;

    Draws(long seed) {
      this.seed = seed;
    }

    String into(String sql) {
      return CHANCE
          .matcher(sql)
          .replaceAll(
              place -> {
                String keys = place.group(2) == null ? "id" : place.group(2);
                String number = place.group(1).equals("u") ? uniform(keys) : normal(keys);
                return Matcher.quoteReplacement(number);
              });
    }

    private String uniform(String keys) {
      return String.format(
          Locale.ROOT,
          "(shiftrightunsigned(xxhash64(%dL, %d, %s), 11) * %s)",
          seed,
          ++drawn,
          keys,
          "1.1102230246251565E-16D"); // 2 to the power of -53
    }

    /** 1 - u lies in (0, 1], where the logarithm is finite. */
    private String normal(String keys) {
      return "(sqrt(-2 * ln(1 - " + uniform(keys) + ")) * cos(2 * pi() * " + uniform(keys) + "))";
    }
  }
}
