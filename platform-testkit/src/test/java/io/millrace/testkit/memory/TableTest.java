package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Schema SCHEMA =
      Schema.of(Column.required("id", Simple.INT), Column.nullable("name", Simple.STRING));
  private static final Table TABLE =
      Table.of(SCHEMA, new Object[] {1, "a"}, new Object[] {2, null});

  @Test
  void aRowThatDoesNotFitTheSchemaIsRefused() {
    assertThatThrownBy(() -> Table.of(SCHEMA, List.of(List.of(1))))
        .hasMessage("row [1] has 1 values for 2 columns");
    assertThatThrownBy(() -> Table.of(SCHEMA, List.of(List.of(1L, "a"))))
        .hasMessage("column 'id' is int and can't hold Long 1");
    assertThatThrownBy(() -> Table.of(SCHEMA, List.of(Arrays.asList(null, "a"))))
        .hasMessage("column 'id' holds null");
    assertThatThrownBy(() -> Table.of(Schema.unknown(), List.of()))
        .hasMessage("a table needs a known schema");
  }

  @Test
  void columnsAreSelectedReplacedAndAdded() {
    assertThat(TABLE.select(List.of("name")).rows())
        .containsExactly(List.of("a"), Arrays.asList((Object) null));
    assertThat(TABLE.without(Set.of("name")).column("id")).containsExactly(1, 2);
    assertThat(TABLE.with(Column.required("id", Simple.LONG), row -> 7L).column("id"))
        .containsExactly(7L, 7L);
    assertThat(TABLE.with(Column.required("x", Simple.INT), row -> row.get(0)).rows().get(0))
        .containsExactly(1, "a", 1);
  }

  @Test
  void tablesWithEqualRowsInOneOrderAreEqual() {
    assertThat(TABLE).isEqualTo(Table.of(SCHEMA, new Object[] {1, "a"}, new Object[] {2, null}));
    assertThat(TABLE).isNotEqualTo(TABLE.filter(row -> row.get(0).equals(1)));
    assertThat(TABLE.concat(TABLE).size()).isEqualTo(4);
  }

  @Test
  void contentDecidesTheHash() {
    double first = ContentHash.fraction(1, List.of("a", 1));

    assertThat(ContentHash.fraction(1, List.of("a", 1))).isEqualTo(first).isBetween(0.0, 1.0);
    assertThat(ContentHash.fraction(2, List.of("a", 1))).isNotEqualTo(first);
    assertThat(ContentHash.fraction(1, List.of("a", 2))).isNotEqualTo(first);
  }
}
