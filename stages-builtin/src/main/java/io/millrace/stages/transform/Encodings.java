package io.millrace.stages.transform;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Stages that make features and that Spark ML lacks, or wraps too narrowly, as a table. */
public final class Encodings implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public Encodings() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        new StageRow<>(
            "transform/target-encode",
            EncodingOptions.TargetEncode.class,
            "Turns categories into the mean of the label, out of fold for the training rows",
            """
            columns: [Contract, PaymentMethod]
            label: Churn
            positive: Yes
            """,
            TargetEncode::new),
        new StageRow<>(
            "transform/frequency-encode",
            EncodingOptions.FrequencyEncode.class,
            "Turns categories into how often the training rows hold them",
            "columns: [PaymentMethod]",
            FrequencyEncode::new),
        new StageRow<>(
            "transform/interactions",
            InteractionOptions.class,
            "Multiplies columns with each other: numbers, categories and vectors, into one vector",
            """
            columns: [Contract, tenure, MonthlyCharges]
            output: crosses
            exclude: [[tenure, MonthlyCharges]]
            """,
            Interactions::new),
        new StageRow<>(
            "transform/stem",
            StemOptions.class,
            "Cuts words down to their stems, so that forms of a word count as one",
            "columns: [PaymentMethod_words]",
            Stem::new),
        new StageRow<>(
            "transform/impute-model",
            ImputeModelOptions.class,
            "Fills missing values by what a model predicts of the other columns",
            """
            columns: [TotalCharges]
            predictors: [tenure, MonthlyCharges, Contract]
            rounds: 1
            """,
            ImputeModel::new),
        new StageRow<>(
            "transform/power",
            PowerOptions.class,
            "Bends numbers by logarithm, root or a fitted power, so that they are spread more"
                + " evenly",
            """
            columns: [MonthlyCharges, tenure]
            method: yeo-johnson
            """,
            Power::new),
        new StageRow<>(
            "transform/hash",
            HashOptions.class,
            "Puts columns of all kinds into one vector, in slots that a hash chooses: learns"
                + " nothing",
            """
            columns: [Contract, PaymentMethod, MonthlyCharges]
            numFeatures: 64
            """,
            Hash::new));
  }
}
