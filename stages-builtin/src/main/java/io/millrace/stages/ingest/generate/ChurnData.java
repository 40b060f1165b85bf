package io.millrace.stages.ingest.generate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Customers of a telephone company, made up: shares and prices resemble IBM's Telco data set. The
 * label is drawn with a probability that is logistic in columns that are there, so that no model
 * can rank better than this probability does: its AUC is the best possible one.
 */
final class ChurnData implements MadeUpData {
  /**
   * The AUC that the true probability has in the mean over labels, computed from the probabilities
   * of 300,000 rows for each of the seeds 1, 2 and 3: 0.83448, 0.83437, 0.83449.
   */
  private static final String BEST_AUC = "0.8344";

  private static final String ID = "id";
  private static final String PROBABILITY = "churnProbability";

  private static final List<Column> SHOWN =
      List.of(
          Column.required("customerID", Simple.STRING),
          Column.required("gender", Simple.STRING),
          Column.required("SeniorCitizen", Simple.INT),
          Column.required("Partner", Simple.STRING),
          Column.required("Dependents", Simple.STRING),
          Column.required("tenure", Simple.INT),
          Column.required("Contract", Simple.STRING),
          Column.required("InternetService", Simple.STRING),
          Column.required("OnlineSecurity", Simple.STRING),
          Column.required("TechSupport", Simple.STRING),
          Column.required("PaperlessBilling", Simple.STRING),
          Column.nullable("PaymentMethod", Simple.STRING),
          Column.required("MonthlyCharges", Simple.DOUBLE),
          Column.nullable("TotalCharges", Simple.DOUBLE));

  @Override
  public Schema schema(boolean withTruth) {
    List<Column> columns = new ArrayList<>(SHOWN);
    if (withTruth) {
      columns.add(Column.required(PROBABILITY, Simple.DOUBLE));
    }
    columns.add(Column.required("Churn", Simple.STRING));
    return Schema.of(columns);
  }

  @Override
  public Dataset<Row> frame(Dataset<Row> numbers, long seed, boolean withTruth) {
    Dataset<Row> labelled = new Customers(seed).of(numbers);
    return labelled.selectExpr(schema(withTruth).names().toArray(String[]::new));
  }

  @Override
  public String bestName() {
    return "best possible auc";
  }

  @Override
  public String best() {
    return BEST_AUC + " over all customers";
  }

  @Override
  public int edition() {
    return 1;
  }

  /** The customers of one seed; draws are numbered in the order in which they are asked for. */
  private static final class Customers {
    private final long seed;
    private int drawn;

    Customers(long seed) {
      this.seed = seed;
    }

    Dataset<Row> of(Dataset<Row> numbers) {
      Dataset<Row> people = account(person(numbers));
      return people
          .withColumn(PROBABILITY, lit(1).divide(lit(1).plus(exp(logit().multiply(-1)))))
          .withColumn("Churn", when(draw().lt(col(PROBABILITY)), "Yes").otherwise("No"));
    }

    private Dataset<Row> person(Dataset<Row> numbers) {
      return numbers
          .withColumn("customerID", concat(lit("C"), format_string("%08d", col(ID))))
          .withColumn("gender", when(draw().lt(0.5), "Female").otherwise("Male"))
          .withColumn("SeniorCitizen", when(draw().lt(0.16), 1).otherwise(0))
          .withColumn("Partner", when(draw().lt(0.48), "Yes").otherwise("No"))
          .withColumn(
              "Dependents",
              when(draw().lt(when(col("Partner").equalTo("Yes"), 0.5).otherwise(0.1)), "Yes")
                  .otherwise("No"))
          .withColumn("tenure", pow(draw(), lit(1.3)).multiply(73).cast("int"));
    }

    private Dataset<Row> account(Dataset<Row> people) {
      org.apache.spark.sql.Column loyalty = col("tenure").divide(72.0);
      org.apache.spark.sql.Column contract = draw();
      org.apache.spark.sql.Column internet = draw();
      org.apache.spark.sql.Column payment = draw();
      org.apache.spark.sql.Column missing = draw();
      return people
          .withColumn(
              "Contract",
              when(contract.lt(lit(0.95).minus(loyalty.multiply(0.8))), "Month-to-month")
                  .when(contract.lt(lit(0.98).minus(loyalty.multiply(0.4))), "One year")
                  .otherwise("Two year"))
          .withColumn(
              "InternetService",
              when(internet.lt(0.44), "Fiber optic").when(internet.lt(0.78), "DSL").otherwise("No"))
          .withColumn("OnlineSecurity", service(0.37))
          .withColumn("TechSupport", service(0.37))
          .withColumn("PaperlessBilling", when(draw().lt(0.59), "Yes").otherwise("No"))
          .withColumn(
              "PaymentMethod",
              when(missing.lt(0.02), lit(null))
                  .when(payment.lt(0.34), "Electronic check")
                  .when(payment.lt(0.57), "Mailed check")
                  .when(payment.lt(0.79), "Bank transfer")
                  .otherwise("Credit card"))
          .withColumn("MonthlyCharges", round(monthly(), 2))
          .withColumn("TotalCharges", total());
    }

    /** A service that only customers with an internet connection can have. */
    private org.apache.spark.sql.Column service(double share) {
      return when(col("InternetService").equalTo("No"), "No internet service")
          .when(draw().lt(share), "Yes")
          .otherwise("No");
    }

    private org.apache.spark.sql.Column monthly() {
      return lit(18.0)
          .plus(
              when(col("InternetService").equalTo("Fiber optic"), 55.0)
                  .when(col("InternetService").equalTo("DSL"), 28.0)
                  .otherwise(0.0))
          .plus(isYes("OnlineSecurity").multiply(5.0))
          .plus(isYes("TechSupport").multiply(5.0))
          .plus(draw().multiply(20.0));
    }

    /** Missing for new customers, as in the original, and for a few others. */
    private org.apache.spark.sql.Column total() {
      org.apache.spark.sql.Column paid =
          round(
              col("tenure")
                  .multiply(col("MonthlyCharges"))
                  .multiply(draw().multiply(0.1).plus(0.95)),
              2);
      return when(draw().lt(0.02).or(col("tenure").equalTo(0)), lit(null)).otherwise(paid);
    }

    private org.apache.spark.sql.Column logit() {
      return lit(-1.35)
          .plus(col("tenure").multiply(-0.04))
          .plus(col("MonthlyCharges").multiply(0.012))
          .plus(
              when(col("Contract").equalTo("Month-to-month"), 1.1)
                  .when(col("Contract").equalTo("Two year"), -1.0)
                  .otherwise(0.0))
          .plus(
              when(col("InternetService").equalTo("Fiber optic"), 0.7)
                  .when(col("InternetService").equalTo("No"), -0.6)
                  .otherwise(0.0))
          .plus(isYes("OnlineSecurity").multiply(-0.5))
          .plus(isYes("TechSupport").multiply(-0.5))
          .plus(isYes("PaperlessBilling").multiply(0.4))
          .plus(
              when(coalesce(col("PaymentMethod"), lit("")).equalTo("Electronic check"), 0.6)
                  .otherwise(0.0))
          .plus(col("SeniorCitizen").multiply(0.3));
    }

    private static org.apache.spark.sql.Column isYes(String column) {
      return when(col(column).equalTo("Yes"), 1.0).otherwise(0.0);
    }

    /** The next number in [0, 1) of each row, from a hash: no state runs from row to row. */
    private org.apache.spark.sql.Column draw() {
      return shiftrightunsigned(xxhash64(lit(seed), lit(++drawn), col(ID)), 11)
          .cast("double")
          .multiply(0x1.0p-53);
    }
  }
}
