package io.millrace.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScoringFormatTest {
  private static final ScoringStep STEP =
      ScoringStep.of("some/step")
          .reading("a.b `c`", "d")
          .adding("v", new VectorOf(2))
          .with("labels", Arrays.asList("x", null, "ü"))
          .with("nested", Map.of("k", List.of(1, 2.5, true)))
          .with("none", null)
          .withArray("doubles", new double[] {0.1, Double.NaN, -0.0, Double.MIN_VALUE})
          .withArray("bytes", new byte[] {1, 2, 3})
          .withArray("ints", new int[] {Integer.MIN_VALUE, 7})
          .withArray("longs", new long[] {Long.MAX_VALUE})
          .withArray("floats", new float[] {1.5f})
          .withArray("empty", new double[0]);

  @TempDir private Path directory;

  @Test
  void aProgramReadsBackToTheBit() throws IOException {
    ScoringProgram program =
        new ScoringProgram(
            List.of(Column.nullable("a.b `c`", Simple.STRING), Column.required("d", Simple.LONG)),
            List.of(STEP, ScoringStep.of("drop").reading("d")),
            List.of("v"));

    ScoringFormat.write(program, directory);
    ScoringProgram read = ScoringFormat.read(directory);

    assertThat(read.inputs()).isEqualTo(program.inputs());
    assertThat(read.outputs()).isEqualTo(program.outputs());
    assertThat(read.steps().get(1)).isEqualTo(program.steps().get(1));
    ScoringStep step = read.steps().get(0);
    assertThat(step.inputs()).isEqualTo(STEP.inputs());
    assertThat(step.outputs()).isEqualTo(STEP.outputs());
    assertThat(step.params()).isEqualTo(STEP.params());
    assertThat(step.arrays().keySet()).isEqualTo(STEP.arrays().keySet());
    STEP.arrays()
        .forEach(
            (name, array) ->
                assertThat(Objects.deepEquals(step.arrays().get(name), array)).as(name).isTrue());
  }

  @Test
  void filesThatCannotBeRightAreRefused() throws IOException {
    ScoringFormat.write(new ScoringProgram(List.of(), List.of(STEP), List.of()), directory);
    Path file = directory.resolve("program.json");
    String text = Files.readString(file);

    Files.writeString(file, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    assertFails(
        StandardError.PACKAGE_TOO_NEW,
        file + " has format 2, and this Millrace reads up to 1: use a newer one.");
    Files.writeString(file, text.replace("\"offset\" : 0", "\"offset\" : 4096"));
    assertFails(
        StandardError.PACKAGE_CORRUPT,
        file + " can't be read: an array lies outside of arrays.bin.");
    Files.writeString(file, text.replace("\"length\" : 4", "\"length\" : 4000000000"));
    assertFails(
        StandardError.PACKAGE_CORRUPT,
        file + " can't be read: an array lies outside of arrays.bin.");
    Files.writeString(file, text.replace("\"type\" : \"long\"", "\"type\" : \"huge\""));
    assertFails(
        StandardError.PACKAGE_CORRUPT, file + " can't be read: 'huge' is no type of an array.");
    Files.writeString(file, text.replace("\"steps\"", "\"stepz\""));
    assertFails(StandardError.PACKAGE_CORRUPT, file + " can't be read: 'steps' is missing.");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> ScoringFormat.read(directory))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith(file + " can't be read: ");
  }

  @Test
  void whatAnOperatorDoesNotAskForIsRefused() {
    StepParams params = new StepParams(STEP);
    params.texts("labels");

    assertThatThrownBy(params::requireAllAsked)
        .hasMessage(
            "The scoring operator 'some/step' does not know the parameter 'nested': use a newer"
                + " Millrace.");
    assertThatThrownBy(() -> params.number("none"))
        .hasMessage(
            "The scoring operator 'some/step' can't use its parameter 'none', which is null.");
    assertThatThrownBy(() -> params.doubles("ints"))
        .hasMessage(
            "The scoring operator 'some/step' can't use its parameter 'ints', which is a int[].");
    assertThatThrownBy(() -> params.text("absent"))
        .hasMessage("The scoring operator 'some/step' lacks its parameter 'absent'.");
  }

  private void assertFails(ErrorCode code, String message) {
    assertThatThrownBy(() -> ScoringFormat.read(directory))
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
