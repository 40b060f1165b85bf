package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.StatelessTransformer;
import io.millrace.spark.scoring.StepDraft;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.tartarus.snowball.SnowballStemmer;

/** Cuts words down to their stems, by the rules of Snowball for a language. */
final class Stem extends StatelessTransformer implements Exportable, ScoringExport<Dataset<Row>> {
  private final StemOptions options;
  private final ColumnPairs pairs;

  Stem(StemOptions options) {
    this.options = options;
    this.pairs = ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_stems");
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        pairs.inputs(),
        Values.WORDS::accepts,
        "transform/stem takes lists of text: make them with transform/tokenize",
        problems);
    return input.with(
        pairs.outputs().values().stream()
            .map(name -> io.millrace.api.schema.Column.nullable(name, new ArrayOf(Simple.STRING)))
            .toList());
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(pairs.inputs());
  }

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML
        ? Optional.of("Spark ML has no stemmer of its own")
        : Optional.empty();
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    var stems = udf(stems(options.language()), DataTypes.createArrayType(DataTypes.StringType));
    pairs
        .outputs()
        .forEach((input, output) -> columns.put(output, stems.apply(Columns.col(input))));
    return Columns.with(frame, columns);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    pairs
        .outputs()
        .forEach(
            (input, output) ->
                draft.add(
                    ScoringStep.of("stem")
                        .reading(input)
                        .adding(output, new ArrayOf(Simple.STRING))
                        .with("language", options.language().name().toLowerCase(Locale.ROOT))
                        .with("missing", "null")));
    draft.sideBySide();
    return draft.steps();
  }

  private static UDF1<scala.collection.Seq<String>, List<String>> stems(
      StemOptions.Language language) {
    return words -> {
      if (words == null) {
        return null;
      }
      // It keeps the word that it works on: one for each row, as rows may run side by side.
      SnowballStemmer stemmer = language.stemmer();
      List<String> stems = new ArrayList<>(words.size());
      scala.collection.Iterator<String> each = words.iterator();
      while (each.hasNext()) {
        String word = each.next();
        if (word != null) {
          stemmer.setCurrent(word);
          stemmer.stem();
        }
        stems.add(word == null ? null : stemmer.getCurrent());
      }
      return stems;
    };
  }
}
