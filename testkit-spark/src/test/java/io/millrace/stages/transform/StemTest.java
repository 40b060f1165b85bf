package io.millrace.stages.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.SchemaPromise;
import io.millrace.stages.transform.StemOptions.Language;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tartarus.snowball.SnowballStemmer;

/** Words cut down to their stems. */
@ExtendWith(SparkExtension.class)
final class StemTest {
  private static final String WORDS = "w.ords `é`";

  /** As the Python package snowballstemmer 3.1.1 cuts them. */
  @ParameterizedTest
  @CsvSource({
    "ENGLISH,running happily connections generalization skies dying news ran,run happili connect"
        + " general sky die news ran",
    "PORTER,running relational conditional dying,run relat condit dy",
    "GERMAN,häuser aufeinanderfolgenden kategorischer,haus aufeinanderfolg kategor",
    "FRENCH,continuellement majestueusement,continuel majestu",
    "SPANISH,chicharrones torneado chilenos,chicharron torn chilen",
    "ITALIAN,abbandonata pronunciate,abbandon pronunc",
    "PORTUGUESE,quilométricos boiando,quilométr boi",
    "RUSSIAN,важная вазы павлиний,важн ваз павлин",
    "SWEDISH,jaktkarlarne klostergården,jaktkarl klostergård",
    "DANISH,indtage understreger,indtag understreg",
    "NORWEGIAN,havnedistriktene oppning,havnedistrikt oppning",
    "FINNISH,edeltäjiinsä innostuneena,edeltäj innostun",
    "HUNGARIAN,babakocsijáért megszerettem,babakocs megszerett",
    "DUTCH,opglimpende,opglimp",
    "TURKISH,kitaplarımızdan evlerin,kitap ev"
  })
  void stemsAreThoseOfSnowball(Language language, String words, String stems) {
    SnowballStemmer stemmer = language.stemmer();
    assertThat(
            Arrays.stream(words.split(" "))
                .map(
                    word -> {
                      stemmer.setCurrent(word);
                      stemmer.stem();
                      return stemmer.getCurrent();
                    }))
        .containsExactly(stems.split(" "));
  }

  @Test
  void listsKeepTheirOrderAndWhatIsMissing(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            Schema.of(Column.nullable(WORDS, new ArrayOf(Simple.STRING))),
            List.of(
                Arrays.asList(List.of("cats", "", "42", "running")),
                Arrays.asList(Arrays.asList("dogs", null)),
                Arrays.asList(List.of()),
                Arrays.asList((Object) null)));
    StemOptions options = new StemOptions(List.of(WORDS), List.of("s"), null, Language.ENGLISH);

    FittedStage stage = FittedStage.fit(BuiltIn.of(options), options, frame);

    assertThat(frames.column(stage.apply(frame), "s"))
        .isEqualTo(
            Arrays.asList(
                List.of("cat", "", "42", "run"), Arrays.asList("dog", null), List.of(), null));
    assertThat(stage.apply(frame.where("false")).collectAsList()).isEmpty();
    assertThat(((Exportable) stage.stage()).obstacle(ExportForm.SPARK_ML, SchemaPromise.of(frame)))
        .contains("Spark ML has no stemmer of its own");
  }

  @Test
  void textsAreRefusedBeforeTheRun(StageHarness harness) {
    assertThat(
            harness
                .stage("use: transform/stem\nwith: { columns: [t], language: english }")
                .problems(Schema.of(Column.nullable("t", Simple.STRING))))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 't' has the type string, and transform/stem"
                + " takes lists of text: make them with transform/tokenize");
  }
}
