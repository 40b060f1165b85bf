package io.millrace.testkit.spark;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowValues;
import io.millrace.spark.api.Schemas;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of values that break what is careless: nulls, NaN, infinities, negative zero, the smallest
 * and largest of each type, denormals, numbers in texts, letters beyond 16 bits, dates far away,
 * vectors dense and sparse. The same seed gives the same rows.
 */
public final class ParityRows {
  /** How many rows there are, unless this system property says otherwise. */
  public static final String ROWS = "millrace.parity.rows";

  /**
   * From so many rows on, frames are planned, and code is generated for them, as for those of
   * users; what is quicker for few rows is slower for many.
   */
  static final int MANY = 10_000;

  private static final int QUICK = 2_000;
  private static final double NULLS = 0.06;
  private static final double EDGES = 0.45;

  private final Random random;

  private ParityRows(long seed) {
    random = new Random(seed);
  }

  /** The number of rows: 2,000, or what {@link #ROWS} says. */
  public static int count() {
    return Integer.getInteger(ROWS, QUICK);
  }

  /** Does something while {@link #count} gives another number. */
  public static <T> T with(int rows, Supplier<T> work) {
    String before = System.getProperty(ROWS);
    System.setProperty(ROWS, Integer.toString(rows));
    try {
      return work.get();
    } finally {
      if (before == null) {
        System.clearProperty(ROWS);
      } else {
        System.setProperty(ROWS, before);
      }
    }
  }

  /** A frame of {@link #count} rows in the active session; columns that can't be null are not. */
  public static Dataset<Row> of(Schema schema, long seed) {
    return of(schema, seed, count());
  }

  /** A frame of so many rows. */
  public static Dataset<Row> of(Schema schema, long seed, int rows) {
    return frame(schema, values(schema, seed, rows));
  }

  /** The frame of those rows. */
  public static Dataset<Row> frame(
      Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    return frame(
        Schemas.toSpark(schema), rows.stream().map(row -> RowValues.row(schema, row)).toList());
  }

  /** The frame of those rows of Spark's. */
  public static Dataset<Row> frame(StructType schema, List<Row> rows) {
    SparkSession session = SparkSession.active();
    if (rows.size() < MANY) {
      return session.createDataFrame(rows, schema).coalesce(1);
    }
    // Not a local frame: each rule of the planner would walk through its rows.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return session.createDataFrame(context.parallelize(rows, 1), schema);
  }

  /** The same as plain values. */
  public static List<List<@Nullable Object>> values(Schema schema, long seed, int rows) {
    ParityRows source = new ParityRows(seed);
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Column column : schema.columns()) {
        boolean missing = column.nullable() && source.random.nextDouble() < NULLS;
        row.add(missing ? null : source.value(column.type()));
      }
      values.add(row);
    }
    return values;
  }

  private Object value(LogicalType type) {
    if (type instanceof DecimalOf decimal) {
      return decimal(decimal);
    }
    if (type instanceof VectorOf vector) {
      return vector(vector.size() == VectorOf.UNKNOWN_SIZE ? 4 : vector.size());
    }
    if (type instanceof ArrayOf array) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        elements.add(random.nextDouble() < NULLS ? null : value(array.element()));
      }
      return elements;
    }
    if (type instanceof StructOf struct) {
      List<Object> fields = new ArrayList<>();
      struct.fields().forEach(field -> fields.add(value(field.type())));
      return fields;
    }
    return simple((Simple) type);
  }

  private Object simple(Simple type) {
    List<?> edges = EdgeValues.of(type);
    if (!edges.isEmpty() && random.nextDouble() < EDGES) {
      return edges.get(random.nextInt(edges.size()));
    }
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextBoolean() ? anyFloat() : (float) usual();
      case DOUBLE -> random.nextBoolean() ? anyDouble() : usual();
      case STRING -> text();
      case DATE -> LocalDate.of(1583, 1, 1).plusDays(random.nextInt(300_000));
      case TIMESTAMP ->
          Instant.ofEpochSecond(
              random.nextLong(-5_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000) * 1000L);
      case BINARY -> binary();
    };
  }

  private float anyFloat() {
    float any = Float.intBitsToFloat(random.nextInt());
    return Float.isNaN(any) ? Float.NaN : any;
  }

  private double anyDouble() {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isNaN(any) ? Double.NaN : any;
  }

  private double usual() {
    return random.nextBoolean()
        ? Math.round(random.nextGaussian() * 1000) / 10.0
        : random.nextGaussian() * Math.pow(10, random.nextInt(7) - 2);
  }

  private String text() {
    if (random.nextInt(3) == 0) {
      Simple[] types = {Simple.INT, Simple.LONG, Simple.FLOAT, Simple.DOUBLE, Simple.DATE};
      return pad(String.valueOf(simple(types[random.nextInt(types.length)])));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(EdgeValues.LETTERS.get(random.nextInt(EdgeValues.LETTERS.size())));
    }
    return text.toString();
  }

  private String pad(String text) {
    return random.nextInt(4) == 0 ? " \t" + text + "  " : text;
  }

  private ByteBuffer binary() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private BigDecimal decimal(DecimalOf type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    BigInteger unscaled =
        switch (random.nextInt(6)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> most;
          case 2 -> BigInteger.ONE;
          default -> new BigInteger(1 + random.nextInt(most.bitLength()), random).min(most);
        };
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  private Vector vector(int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(8) == 0 ? edge() : usual();
    }
    Vector dense = Vectors.dense(values);
    return random.nextBoolean() ? dense : dense.toSparse();
  }

  private double edge() {
    return (double) simple(Simple.DOUBLE);
  }
}
