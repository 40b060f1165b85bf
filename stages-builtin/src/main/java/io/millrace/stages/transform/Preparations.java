package io.millrace.stages.transform;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What makes columns of columns by expressions of SQL, as a table: what differs between them. */
public final class Preparations implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public Preparations() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        new ColumnSqlFactory<>(
            "transform/fill",
            FillOptions.class,
            "Puts a constant where a value is missing or not a number",
            "columns: { PaymentMethod: unknown, TotalCharges: \"0\" }",
            FillSql::new),
        new ColumnSqlFactory<>(
            "transform/clean-text",
            CleanTextOptions.class,
            "Cleans texts: accents, case, what matches a pattern, blanks",
            """
            columns: [Contract, PaymentMethod]
            letters: lower
            replace: { '[^a-z0-9]+': '-' }
            """,
            CleanTextSql::new),
        new ColumnSqlFactory<>(
            "transform/date-parts",
            DatePartsOptions.class,
            "Adds year, month, weekday and other parts of dates and times as numbers",
            """
            columns: [signup]
            parts: [year, month, day-of-week]
            """,
            DatePartsSql::new),
        new ColumnSqlFactory<>(
            "transform/hash-bucket",
            HashBucketOptions.class,
            "Numbers categories by a hash of their text: learns nothing, and knows no unseen one",
            """
            columns: [PaymentMethod]
            buckets: 16
            """,
            HashBucketSql::new));
  }
}
