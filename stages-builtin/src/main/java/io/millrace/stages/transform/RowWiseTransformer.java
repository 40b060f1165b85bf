package io.millrace.stages.transform;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the fitted transformers of this package have in common. */
abstract class RowWiseTransformer implements Transformer<Dataset<Row>>, Exportable {
  /** The columns that are read. */
  abstract List<String> columns();

  /** Why stock classes of Spark ML can't do the same, for these options; empty if they can. */
  abstract Optional<String> stockObstacle();

  @Override
  public final ColumnUse reads(Schema input) {
    return ColumnUse.of(columns());
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public final AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public final boolean isRowWise() {
    return true;
  }

  @Override
  public final Set<ExportForm> exportForms() {
    Set<ExportForm> forms = EnumSet.allOf(ExportForm.class);
    forms.removeIf(form -> obstacle(form).isPresent());
    return forms;
  }

  @Override
  public final Optional<String> obstacle(ExportForm form, Schema input) {
    return obstacle(form);
  }

  private Optional<String> obstacle(ExportForm form) {
    return switch (form) {
      case SPARK_ML -> stockObstacle();
      case SCORING -> Optional.empty();
    };
  }
}
