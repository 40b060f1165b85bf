package io.millrace.stages.deploy.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DockerfileTest {
  private record Instruction(String name, String rest) {}

  /** One instruction a line, as we write them. */
  private static List<Instruction> instructions(String dockerfile) {
    List<Instruction> instructions = new ArrayList<>();
    for (String line : dockerfile.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split(" ", 2);
        instructions.add(new Instruction(words[0], words[1]));
      }
    }
    return instructions;
  }

  /** What careful builders of images object to. */
  private static List<String> objections(String dockerfile) {
    List<String> objections = new ArrayList<>();
    String user = "root";
    for (Instruction instruction : instructions(dockerfile)) {
      String rest = instruction.rest();
      switch (instruction.name()) {
        case "ADD" -> objections.add("ADD " + rest);
        case "FROM" -> {
          user = "root";
          String image = rest.split(" ")[0];
          if (!image.contains(":") || image.endsWith(":latest")) {
            objections.add("FROM " + image + " without a tag");
          }
        }
        case "USER" -> user = rest;
        case "ENTRYPOINT", "CMD", "RUN" -> {
          if (!rest.startsWith("[\"") || !rest.endsWith("\"]")) {
            objections.add(instruction.name() + " by a shell");
          }
        }
        default -> {}
      }
    }
    if (!user.matches("[1-9][0-9]*:[1-9][0-9]*")) {
      objections.add("runs as " + user);
    }
    for (String needed : List.of("ENTRYPOINT", "CMD", "HEALTHCHECK", "EXPOSE")) {
      if (instructions(dockerfile).stream().noneMatch(i -> i.name().equals(needed))) {
        objections.add("no " + needed);
      }
    }
    return objections;
  }

  private static String dockerfile(KubernetesOptions options) {
    return requireNonNull(Fixture.files(options).get("Dockerfile"));
  }

  @Test
  void theImageFollowsTheRules() {
    assertThat(objections(dockerfile(Fixture.plain("telco-churn")))).isEmpty();
    assertThat(objections(dockerfile(Fixture.full()))).isEmpty();
  }

  @Test
  void abrokenDockerfileIsFound() {
    String good = dockerfile(Fixture.plain("telco-churn"));

    assertThat(objections(good.replace("USER 65532:65532\n", ""))).containsExactly("runs as root");
    assertThat(objections(good.replace("FROM ubuntu:24.04", "FROM ubuntu:latest")))
        .containsExactly("FROM ubuntu:latest without a tag");
    assertThat(objections(good.replaceAll("ENTRYPOINT .*", "ENTRYPOINT java -jar x.jar")))
        .containsExactly("ENTRYPOINT by a shell");
  }

  @Test
  void theServerIsToldItsModelAndPort() {
    assertThat(dockerfile(Fixture.full()))
        .startsWith(
            """
            # A server of Telco_Churn.v2, version 111111111111. Build it in this directory:
            #   docker build -t registry.example.com:5000/ml/churn:111111111111 .

            FROM eclipse-temurin:21-jdk-noble AS build
            """)
        .contains("\nFROM debian:bookworm-slim\n")
        .endsWith(
            """
            CMD ["--package", "Telco_Churn.v2=/opt/millrace/model", "--host", "0.0.0.0", "--port", "9000", "--drain-notice", "5"]
            """);
  }

  @Test
  void theContextHoldsTheServerAndTheModelOnly() {
    Map<String, String> files = Fixture.files(Fixture.plain("telco-churn"));

    assertThat(files.get(".dockerignore")).isEqualTo("*\n!millrace-serving.jar\n!model\n");
    assertThat(instructions(requireNonNull(files.get("Dockerfile"))))
        .filteredOn(i -> i.name().equals("COPY"))
        .extracting(Instruction::rest)
        .containsExactly(
            "millrace-serving.jar /opt/millrace/",
            "model /opt/millrace/model",
            "--from=build /opt/millrace /opt/millrace");
  }

  @Test
  void pluginsAreNamedByHashAndGivenToTheServer() {
    Release plain = Fixture.release(Fixture.plain("telco-churn"));
    Release release =
        new Release(
            plain.options(),
            plain.version(),
            plain.packageHash(),
            plain.run(),
            plain.name(),
            List.of(
                new Release.Plugin(Path.of("plugins/clip.jar"), "c".repeat(64)),
                new Release.Plugin(Path.of("plugins/a\nUSER root"), "d".repeat(64))));
    Map<String, String> files = KubernetesDeployer.texts(release);

    assertThat(objections(requireNonNull(files.get("Dockerfile")))).isEmpty();
    assertThat(files.get("Dockerfile"))
        .contains(
            """
            # It runs the operators of these plugins, which the model was made with (SHA-256):
            #   %s  clip.jar
            #   %s  a?USER root

            """
                .formatted("c".repeat(64), "d".repeat(64)))
        .contains("\nCOPY plugins /opt/millrace/plugins\n")
        .contains(
            "\nCMD [\"--package\", \"telco-churn=/opt/millrace/model\", \"--plugins\", \"/opt/millrace/plugins\", ");
    assertThat(files.get(".dockerignore"))
        .isEqualTo("*\n!millrace-serving.jar\n!model\n!plugins\n");
    assertThat(files.get("kserve/inference-service.yaml")).contains("/opt/millrace/plugins");
  }
}
