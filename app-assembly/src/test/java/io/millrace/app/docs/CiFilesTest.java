package io.millrace.app.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.Call;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.template.ProjectTemplate;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code ci init} are what their servers read, and their commands work as there. */
final class CiFilesTest {
  private static final String GITHUB = ".github/workflows/millrace.yml";

  @TempDir private Path directory;
  private Path work;

  @BeforeEach
  void project() {
    work = directory.resolve("work");
    ProjectTemplate.pipeline("0.1.0").write(work);
  }

  private Call init(String... words) {
    List<String> all = new ArrayList<>(List.of("ci", "init"));
    all.addAll(List.of(words));
    return Call.in(work, all.toArray(String[]::new));
  }

  @SuppressWarnings("unchecked") // YAML's maps are by text here.
  private static Map<String, Object> map(@Nullable Object node) {
    return (Map<String, Object>) requireNonNull(node);
  }

  private Map<String, Object> yaml(String file) throws IOException, YamlException {
    ProblemLog problems = new ProblemLog();
    String text = Files.readString(work.resolve(file));
    Map<String, Object> tree = map(YamlParser.parse(text, file, problems).json());
    assertThat(problems.sorted(t -> t)).isEmpty();
    assertThat(text).doesNotContain("@MAIN@", "@PIPELINE@", "@INSTALL@", "@SECRETS@", "@NAME@");
    return tree;
  }

  @Test
  void secretsAreHandedOnByNameOnly() throws Exception {
    Path file = work.resolve("pipeline.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace("data/customers.csv,", "\"${env:SHOP_DATA}\",")
            + "# ${secret:SHOP_PASSWORD} $${secret:NOT_ONE}\n");

    assertThat(init().exitCode()).isZero();

    Map<String, Object> env = map(yaml(GITHUB).get("env"));
    assertThat(env)
        .containsEntry(
            "MILLRACE_SECRET_SHOP_PASSWORD", "${{ secrets.MILLRACE_SECRET_SHOP_PASSWORD }}")
        .containsEntry("SHOP_DATA", "${{ vars.SHOP_DATA }}")
        .containsEntry("PIPELINE", "pipeline.yaml");
    assertThat(Files.readString(work.resolve(GITHUB))).doesNotContain("NOT_ONE");
    assertThat(Files.readString(work.resolve(".gitlab-ci.yml")))
        .contains("#   masked: MILLRACE_SECRET_SHOP_PASSWORD\n");
    assertThat(map(yaml(".gitlab-ci.yml").get("run"))).containsKey("script");
  }

  @Test
  void whatIsThereStaysWithoutForce() throws IOException {
    assertThat(init("--github", "--dry-run").out()).startsWith("would write " + GITHUB + "\n");
    assertThat(work.resolve(GITHUB)).doesNotExist();
    assertThat(init("--github").exitCode()).isZero();
    Files.writeString(work.resolve(GITHUB), "mine\n");

    Call again = init();

    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "error: [INVALID_CALL] "
                + work.resolve(GITHUB)
                + " is there already; --force replaces it, --github or --gitlab writes only one\n");
    assertThat(work.resolve(".gitlab-ci.yml")).doesNotExist();
    assertThat(Files.readString(work.resolve(GITHUB))).isEqualTo("mine\n");
    assertThat(init("--force").exitCode()).isZero();
    assertThat(Files.readString(work.resolve(GITHUB))).contains("pull_request");
    assertThat(init("--pipeline", "other.yaml").err()).contains("there is no file 'other.yaml'");
  }

  /** The scripts of a job, in order, as its shell gets them. */
  private String github(String job) throws Exception {
    StringBuilder script = new StringBuilder("set -eo pipefail\n");
    for (Object step :
        (List<?>) requireNonNull(map(map(yaml(GITHUB).get("jobs")).get(job)).get("steps"))) {
      Object run = map(step).get("run");
      if (run != null) {
        script.append(run).append('\n');
      }
    }
    return script.toString();
  }

  private String gitlab(String job) throws Exception {
    Map<String, Object> file = yaml(".gitlab-ci.yml");
    StringBuilder script = new StringBuilder("set -eo pipefail\n");
    for (Object line : (List<?>) requireNonNull(map(file.get("default")).get("before_script"))) {
      script.append(line).append('\n');
    }
    for (Object line : (List<?>) requireNonNull(map(file.get(job)).get("script"))) {
      script.append(line).append('\n');
    }
    return script.toString();
  }

  private String bash(String script) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PIPELINE", "pipeline.yaml");
    environment.put("MILLRACE_USER", "ada");
    environment.put("GITHUB_BASE_REF", "main");
    environment.put("GITHUB_PATH", directory.resolve("path").toString());
    environment.put("GITHUB_STEP_SUMMARY", directory.resolve("summary.md").toString());
    environment.put("PULL_REQUEST", "7");
    environment.put("CI_PROJECT_DIR", work.toString());
    environment.put("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
    environment.put("CI_API_V4_URL", "https://gitlab.example/api/v4");
    environment.put("CI_PROJECT_ID", "1");
    environment.put("CI_MERGE_REQUEST_IID", "7");
    environment.put("MILLRACE_GITLAB_TOKEN", "t");
    return Shell.output(directory, script + "\necho ended\n", environment, 10);
  }

  private void command(String name, String script) throws IOException {
    Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  @Tag("full")
  void theCommandsOfBothWorkInARepository() throws Exception {
    command("millrace", TypedPage.launcher());
    command("gh", "#!/bin/sh\necho \"gh $*\"\ncat plan.md\n");
    command("curl", "#!/bin/sh\necho \"curl $*\"\n");
    assertThat(init().exitCode()).isZero();
    String git = "git -c user.name=ada -c user.email=ada@example.org ";
    String setUp =
        "set -e\ngit init -q -b main .\ngit add -A\n"
            + git
            + "commit -qm first\ngit init -q --bare ../origin.git\n"
            + "git remote add origin ../origin.git\ngit push -q origin main\ngit fetch -q origin\n";
    assertThat(bash(setUp)).endsWith("ended\n");

    String first = bash(github("run"));
    assertThat(first).contains("Gates", "holds").endsWith("ended\n");
    assertThat(work.resolve("build/run.xml")).content().contains("testcase name=\"auc");

    Path file = work.resolve("pipeline.yaml");
    Files.writeString(file, Files.readString(file).replace("auc >= 0.6", "auc >= 0.999"));
    String check = bash(github("check"));
    assertThat(check)
        .contains("gh pr comment 7 --edit-last --create-if-none --body-file plan.md")
        .contains("| gate removed | `quality` | `auc >= 0.6` |")
        .contains("| gate added | `quality` | `auc >= 0.999` |")
        .endsWith("ended\n");
    assertThat(directory.resolve("summary.md")).content().contains("| gate added |");
    assertThat(bash(gitlab("check")))
        .contains("curl -fsS", "body@plan.md", "/projects/1/merge_requests/7/notes")
        .endsWith("ended\n");

    String refused = bash(gitlab("run"));
    assertThat(refused).contains("refuses").doesNotContain("ended");
    assertThat(work.resolve("build/run.xml")).content().contains("type=\"GATE_REFUSED\"");
  }
}
