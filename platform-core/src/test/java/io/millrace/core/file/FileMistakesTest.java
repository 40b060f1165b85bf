package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static io.millrace.core.file.ValidFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One mistake each about the file as a whole, params, environments and overrides: all that a user
 * reads of it.
 */
final class FileMistakesTest {
  @Test
  void aValidFileHasNoProblems() {
    assertThat(problems(ValidFile.TEXT)).isEmpty();
  }

  @Test
  void badYamlIsReportedAlone() {
    assertThat(problems(with("  share: {", "  share: }{")))
        .containsExactly(
            "churn.yaml:5:10: [BAD_YAML] expected the node content, but found '}' while parsing a"
                + " block node");
  }

  @Test
  void aDuplicateKeyStandsAtTheSecondOne() {
    assertThat(problems(with("seed: 7", "seed: 7\nseed: 8")))
        .containsExactly("churn.yaml:3:1: [DUPLICATE_KEY] key 'seed' is given twice");
  }

  @Test
  void unknownKeysOfTheFile() {
    assertThat(problems(with("seed: 7", "sead: 7")))
        .containsExactly(
            "churn.yaml:2:1: [UNKNOWN_KEY] there is no key 'sead' in a pipeline file; did you mean"
                + " 'seed'?");
  }

  @Test
  void aMissingKeyOfTheFile() {
    assertThat(problems("seed: 1\n"))
        .containsExactly(
            "churn.yaml:1:1: [MISSING_OPTION] a pipeline file needs 'pipeline', the pipeline's"
                + " name",
            "churn.yaml:1:1: [MISSING_OPTION] a pipeline file needs 'stages', the list of stages");
    assertThat(problems("pipeline: p\nstages:\n  - with: {}\n"))
        .containsExactly(
            "churn.yaml:3:5: [MISSING_OPTION] a stage needs an 'id'",
            "churn.yaml:3:5: [MISSING_OPTION] a stage needs 'use', the stage's name");
  }

  @Test
  void unresolvedReferences() {
    assertThat(problems(with("${param:data}", "${param:date}")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] there is no param 'date'; did you mean"
                + " 'data'?");
    assertThat(problems(with("${param:data}", "${env:NOWHERE}/x.csv")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] the environment variable 'NOWHERE' is not"
                + " set");
    assertThat(problems(with("${param:data}", "a${data}")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] '${data}' is no reference; write ${param:X},"
                + " ${env:X} or ${secret:X}, or $${ for a plain ${");
  }

  @Test
  void params() {
    assertThat(problems(with("default: 0.8", "default: most")))
        .containsExactly(
            "churn.yaml:5:35: [INVALID_PARAM] param 'share' must be a number, not the text"
                + " 'most'");
    assertThat(problems(with(", default: 0.8", "")))
        .containsExactly(
            "churn.yaml:5:3: [INVALID_PARAM] param 'share' has no value; give it a default, or"
                + " pass --param share=…");
    assertThat(problems(with("type: double", "type: float")))
        .containsExactly(
            "churn.yaml:5:18: [INVALID_PARAM] 'float' is no type of a param; types are string,"
                + " int, long, double, boolean");
  }

  @Test
  void environments() {
    assertThat(problems(ValidFile.request().in("prd")))
        .containsExactly(
            "--env: [UNKNOWN_ENVIRONMENT] there is no environment 'prd'; did you mean 'prod'?");
  }

  @Test
  void overridesOfAnEnvironment() {
    assertThat(problems(with("raw.with.path", "row.with.path")))
        .containsExactly(
            "churn.yaml:40:24: [BAD_OVERRIDE] 'row.with.path' names no stage; did you mean"
                + " 'raw'?");
  }

  @Test
  void overridesOfTheCall() {
    assertThat(
            problems(
                ValidFile.request()
                    .withSets(
                        Map.of(
                            "raw.wth.path", "x",
                            "parts", "x",
                            "parts.with.train.x", "1",
                            "parts.with.", "1",
                            "model.with.label", "[",
                            "parts.with.test", "2"))))
        .containsExactlyInAnyOrder(
            "--set: [BAD_OVERRIDE] 'raw.wth.path': stages have no key 'wth' that can be set; did"
                + " you mean 'with'?",
            "--set: [BAD_OVERRIDE] 'parts' is a whole stage; write parts.with.OPTION",
            "--set: [BAD_OVERRIDE] 'parts.with.train.x' leads through a value that has no such"
                + " part",
            "--set: [BAD_OVERRIDE] 'parts.with.' is no path; write STAGE.with.OPTION",
            "--set: [BAD_OVERRIDE] the value of 'model.with.label' is no YAML: expected the node"
                + " content, but found '<stream end>' while parsing a flow node",
            "--set: [OUT_OF_RANGE] option 'test' of stage 'parts' must be at least 0 and at most"
                + " 1, not 2");
  }

  @Test
  void paramsOfTheCall() {
    assertThat(problems(ValidFile.request().withParams(Map.of("share", "some", "dat", "x"))))
        .containsExactlyInAnyOrder(
            "--param: [INVALID_PARAM] param 'share' must be a number, not the text 'some'",
            "--param: [INVALID_PARAM] there is no param 'dat'; did you mean 'data'?");
  }

  @Test
  void aSecretIsNotLookedForWithoutLeave() {
    FileRequest request =
        ValidFile.request(with("header: true", "password: \"${secret:PW}\""))
            .withVariables(
                name -> {
                  assertThat(name).doesNotContain("SECRET");
                  return Optional.empty();
                });
    assertThat(problems(request)).isEmpty();
  }
}
