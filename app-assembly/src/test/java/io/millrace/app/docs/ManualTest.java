package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the manual lead somewhere, and show YAML that is YAML. */
final class ManualTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          dead.add(Manual.root().relativize(page) + " -> " + link.group(1));
        }
      }
    }

    assertThat(dead).isEmpty();
  }

  @Test
  void everyBlockOfYamlCanBeRead() throws IOException {
    List<String> unreadable = new ArrayList<>();
    int blocks = 0;
    for (Path page : pages()) {
      Matcher yaml = YAML.matcher(Files.readString(page));
      while (yaml.find()) {
        blocks++;
        ProblemLog problems = new ProblemLog();
        try {
          YamlParser.parse(yaml.group(1), page.toString(), problems);
          problems.sorted(text -> text).forEach(problem -> unreadable.add(problem.toString()));
        } catch (YamlException e) {
          unreadable.add(page + ": " + e.getMessage() + "\n" + yaml.group(1));
        }
      }
    }

    assertThat(unreadable).isEmpty();
    assertThat(blocks).as("blocks of YAML in the manual").isGreaterThan(30);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Manual.root().resolve("README.md")));
    try (Stream<Path> files = Files.walk(Manual.root().resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    assertThat(pages).hasSizeGreaterThan(20);
    return pages;
  }
}
