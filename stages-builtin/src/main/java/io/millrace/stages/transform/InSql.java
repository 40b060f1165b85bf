package io.millrace.stages.transform;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StatelessTransformer;
import io.millrace.spark.api.StockSql;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Transformer;

/** What learns nothing, and does what one statement of Spark SQL does: that is its stock form. */
abstract class InSql extends StatelessTransformer implements Exportable, SparkMlExport {
  /** A statement over {@code __THIS__}, which means the same in any session, or fails. */
  abstract String statement();

  /** The names and pieces of SQL that come from the options into the statement. */
  abstract Collection<String> given();

  /** What of the columns that come in keeps the statement from meaning the same. */
  abstract Optional<String> obstacle(Schema input);

  @Override
  public final Set<ExportForm> exportForms() {
    return given().stream().allMatch(StockSql::takes) ? EnumSet.of(ExportForm.SPARK_ML) : Set.of();
  }

  @Override
  public final Optional<String> obstacle(ExportForm form, Schema input) {
    if (form != ExportForm.SPARK_ML) {
      return Optional.empty();
    }
    return StockSql.obstacle(given()).or(() -> obstacle(input));
  }

  @Override
  public final List<Transformer> sparkMl() {
    return List.of(StockSql.statement(statement()));
  }
}
