package io.millrace.stages.transform;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StatelessTransformer;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.SqlScoring;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What learns nothing, and does what one statement of Spark SQL does: that is its stock form. */
abstract class InSql extends StatelessTransformer
    implements Exportable, SparkMlExport, ScoringExport<Dataset<Row>> {
  /** A statement over {@code __THIS__}, which means the same in any session, or fails. */
  abstract String statement();

  /** The names and pieces of SQL that come from the options into the statement. */
  abstract Collection<String> given();

  /** What of the columns that come in keeps the statement from meaning the same. */
  abstract Optional<String> obstacle(Schema input);

  /** What has no portable form; the session's settings are no matter, as the form holds them. */
  Optional<String> scoringObstacle(Schema input) {
    return Optional.empty();
  }

  /** Why a row is left out, if it is. */
  String dropReason() {
    return "";
  }

  @Override
  public final Set<ExportForm> exportForms() {
    return given().stream().allMatch(StockSql::takes)
        ? EnumSet.allOf(ExportForm.class)
        : EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public final Optional<String> obstacle(ExportForm form, Schema input) {
    return switch (form) {
      case SPARK_ML -> StockSql.obstacle(given()).or(() -> obstacle(input));
      case SCORING -> scoringObstacle(input);
    };
  }

  @Override
  public final List<Transformer> sparkMl() {
    return List.of(StockSql.statement(statement()));
  }

  @Override
  public final List<ScoringStep> scoring(Dataset<Row> frame) {
    return SqlScoring.between(frame, apply(frame), dropReason());
  }
}
