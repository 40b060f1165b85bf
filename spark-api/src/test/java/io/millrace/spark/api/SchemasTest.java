package io.millrace.spark.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

final class SchemasTest {
  @Test
  void everyTypeOfThePlatformComesBackFromSpark() {
    List<Column> columns = new ArrayList<>();
    for (Simple simple : Simple.values()) {
      columns.add(Column.nullable("a." + simple.text(), simple));
    }
    columns.add(Column.required("a `b` \"c\" ü", new DecimalOf(12, 3)));
    columns.add(Column.nullable("list", new ArrayOf(Simple.STRING)));
    columns.add(
        Column.nullable(
            "nested",
            new StructOf(
                List.of(
                    Column.nullable("x", Simple.INT),
                    Column.required("y", new ArrayOf(Simple.DATE))))));
    columns.add(Column.nullable("sized", new VectorOf(7)));
    columns.add(Column.nullable("unsized", new VectorOf(VectorOf.UNKNOWN_SIZE)));
    Schema schema = Schema.of(columns);

    assertThat(Schemas.fromSpark(Schemas.toSpark(schema))).isEqualTo(schema);
  }

  @Test
  void smallIntegersAndZonelessTimesAreReadAsTheNextTypeOfThePlatform() {
    StructType type =
        new StructType()
            .add("b", DataTypes.ByteType)
            .add("s", DataTypes.ShortType)
            .add("t", DataTypes.TimestampNTZType);

    assertThat(Schemas.fromSpark(type))
        .isEqualTo(
            Schema.of(
                Column.nullable("b", Simple.INT),
                Column.nullable("s", Simple.INT),
                Column.nullable("t", Simple.TIMESTAMP)));
  }

  @Test
  void aTypeThatThePlatformLacksIsNamedWithItsColumn() {
    StructType type =
        new StructType()
            .add("tags", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType));

    assertThatThrownBy(() -> Schemas.fromSpark(type))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "Column 'tags' has the type MAP<STRING, BIGINT>, which pipelines can't hold; convert or"
                + " drop it before.");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    StructType type = new StructType().add("a", "string").add("a", "long");

    assertThatThrownBy(() -> Schemas.fromSpark(type))
        .isInstanceOf(MillraceException.class)
        .hasMessage("Two columns are named 'a'; rename or drop one of them.");
  }

  @Test
  void anUnknownSchemaHasNoSparkSchema() {
    assertThatThrownBy(() -> Schemas.toSpark(Schema.unknown()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an unknown schema has no columns to translate");
  }

  @Test
  void namesAreQuotedSoThatNoCharacterHasAMeaning() {
    assertThat(Columns.quote("a.b `c` \"d\"")).isEqualTo("`a.b ``c`` \"d\"`");
  }
}
