package io.millrace.spark.api;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;

/** Translates between the platform's schemas and Spark's. */
public final class Schemas {
  private static final Map<Simple, DataType> SIMPLE =
      Map.of(
          Simple.BOOLEAN, DataTypes.BooleanType,
          Simple.INT, DataTypes.IntegerType,
          Simple.LONG, DataTypes.LongType,
          Simple.FLOAT, DataTypes.FloatType,
          Simple.DOUBLE, DataTypes.DoubleType,
          Simple.STRING, DataTypes.StringType,
          Simple.DATE, DataTypes.DateType,
          Simple.TIMESTAMP, DataTypes.TimestampType,
          Simple.BINARY, DataTypes.BinaryType);

  /** Spark's types that the platform reads as a wider or plainer one of its own. */
  private static final Map<DataType, Simple> READ_AS =
      Map.of(
          DataTypes.ByteType, Simple.INT,
          DataTypes.ShortType, Simple.INT,
          DataTypes.TimestampNTZType, Simple.TIMESTAMP);

  private Schemas() {}

  /**
   * The columns of a frame. A vector's size comes from Spark ML's column metadata, where it is
   * there.
   *
   * @throws MillraceException SCHEMA_MISMATCH, if a column has a type that the platform lacks
   *     (maps, intervals, variants); DUPLICATE_COLUMN, if two columns have one name
   */
  public static Schema fromSpark(StructType type) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (StructField field : type.fields()) {
      if (!names.add(field.name())) {
        throw new MillraceException(
            StandardError.DUPLICATE_COLUMN,
            "Two columns are named '" + field.name() + "'; rename or drop one of them.");
      }
      columns.add(column(field));
    }
    return Schema.of(columns);
  }

  private static Column column(StructField field) {
    LogicalType type =
        logicalType(field.dataType())
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.SCHEMA_MISMATCH,
                        "Column '"
                            + field.name()
                            + "' has the type "
                            + field.dataType().sql()
                            + ", which pipelines can't hold; convert or drop it before."));
    if (type instanceof VectorOf) {
      type = new VectorOf(AttributeGroup.fromStructField(field).size());
    }
    return new Column(field.name(), type, field.nullable());
  }

  /** The platform's type for one of Spark's; empty if it has none. */
  public static Optional<LogicalType> logicalType(DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return Optional.of(new VectorOf(VectorOf.UNKNOWN_SIZE));
    }
    if (type instanceof DecimalType decimal) {
      return decimal.scale() < 0
          ? Optional.empty()
          : Optional.of(new DecimalOf(decimal.precision(), decimal.scale()));
    }
    if (type instanceof ArrayType array) {
      return logicalType(array.elementType()).map(ArrayOf::new);
    }
    if (type instanceof StructType struct) {
      return structType(struct);
    }
    return simpleType(type);
  }

  private static Optional<LogicalType> simpleType(DataType type) {
    if (type instanceof StringType || type instanceof CharType || type instanceof VarcharType) {
      return Optional.of(Simple.STRING);
    }
    for (Map.Entry<Simple, DataType> entry : SIMPLE.entrySet()) {
      if (entry.getValue().equals(type)) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.ofNullable(READ_AS.get(type));
  }

  private static Optional<LogicalType> structType(StructType struct) {
    List<Column> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      Optional<LogicalType> type = logicalType(field.dataType());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.add(new Column(field.name(), type.get(), field.nullable()));
    }
    return Optional.of(new StructOf(fields));
  }

  /**
   * Spark's schema for a known one of the platform's. A vector of known size carries it in the
   * column's metadata.
   *
   * @throws IllegalArgumentException if the schema is unknown
   */
  public static StructType toSpark(Schema schema) {
    if (!schema.isKnown()) {
      throw new IllegalArgumentException("an unknown schema has no columns to translate");
    }
    return structOf(schema.columns());
  }

  private static StructType structOf(List<Column> columns) {
    return new StructType(columns.stream().map(Schemas::field).toArray(StructField[]::new));
  }

  /** Spark's field for a column. */
  public static StructField field(Column column) {
    Metadata metadata =
        column.type() instanceof VectorOf vector && vector.size() != VectorOf.UNKNOWN_SIZE
            ? new AttributeGroup(column.name(), vector.size()).toMetadata()
            : Metadata.empty();
    return new StructField(column.name(), dataType(column.type()), column.nullable(), metadata);
  }

  /** Spark's type for one of the platform's. */
  public static DataType dataType(LogicalType type) {
    if (type instanceof Simple simple) {
      return requireNonNull(SIMPLE.get(simple));
    }
    if (type instanceof DecimalOf decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof ArrayOf array) {
      return DataTypes.createArrayType(dataType(array.element()), true);
    }
    if (type instanceof StructOf struct) {
      return structOf(struct.fields());
    }
    return SQLDataTypes.VectorType();
  }
}
