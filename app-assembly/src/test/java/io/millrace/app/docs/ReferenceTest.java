package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.api.StageFactory;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.CommandReference;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.options.JsonText;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.OptionsDescriptor;
import io.millrace.core.options.PipelineSchema;
import io.millrace.core.options.TextResolver;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in reference says what the code says, and every stage's example is one. */
final class ReferenceTest {
  private static final String REGENERATE =
      "mvn -q -pl app-assembly -am test -Dtest=ReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.docs.write=true";

  private static final Path ROOT = Manual.root();
  private static final DiscoveredStages STAGES =
      StageDiscovery.of(ReferenceTest.class.getClassLoader(), List.of());

  @TempDir private Path directory;

  @AfterAll
  static void close() {
    STAGES.close();
  }

  @Test
  void theReferenceOfStagesIsUpToDate() throws IOException {
    check("stages.md", StageReference.markdown(STAGES.catalog()));
  }

  @Test
  void theSchemaForEditorsIsUpToDate() throws IOException {
    check("pipeline.schema.json", JsonText.pretty(PipelineSchema.of(STAGES.catalog())) + "\n");
  }

  @Test
  void theReferenceOfCommandsIsUpToDate() throws IOException {
    check("cli.md", CommandReference.markdown(directory));
  }

  @Test
  void theReferenceOfErrorCodesIsUpToDate() throws IOException {
    Path source =
        ROOT.resolve("platform-api/src/main/java/io/millrace/api/error/StandardError.java");
    check("error-codes.md", ErrorReference.markdown(source));
  }

  @TestFactory
  Stream<DynamicTest> everyStagesExampleMakesTheStage() {
    StageCatalog catalog = STAGES.catalog();
    assertThat(catalog.all()).as("built-in stages").hasSizeGreaterThan(20);
    return catalog.all().stream()
        .map(stage -> dynamicTest(stage.name(), () -> requireExample(stage)));
  }

  private static void requireExample(OfferedStage stage) throws YamlException {
    ProblemLog problems = new ProblemLog();
    // Secrets are told apart when a whole file is read; here they are left out.
    String text =
        String.join("\n", StageReference.fragment(stage)).replaceAll("\\$\\{secret:\\w+}", "");
    YamlNode.Sequence stages = (YamlNode.Sequence) YamlParser.parse(text, "example", problems);
    YamlNode.Mapping entry = (YamlNode.Mapping) stages.items().get(0);
    YamlNode.Mapping with =
        (YamlNode.Mapping)
            entry.find("with").orElse(YamlNode.Mapping.empty(Position.of("example")));
    requireStage(stage.factory(), with, problems);
  }

  private static <O extends Record> void requireStage(
      StageFactory<?, O> factory, YamlNode.Mapping with, ProblemLog problems) {
    var options =
        OptionsBinder.of(
                OptionsDescriptor.of(factory.optionsType()),
                "the example of " + factory.name(),
                problems,
                TextResolver.AS_WRITTEN)
            .bind(with, Position.of("example"));
    assertThat(problems.sorted(line -> line)).isEmpty();
    Record record = options.orElseThrow().options();
    try {
      assertThat(factory.create(factory.optionsType().cast(record))).isNotNull();
    } catch (MillraceException e) {
      // The server's jar is built behind the tests.
      assertThat(e.code()).isEqualTo(StandardError.MISSING_FILE);
    }
  }

  private static void check(String name, String expected) throws IOException {
    Path file = ROOT.resolve("docs/reference").resolve(name);
    if (Boolean.getBoolean("millrace.docs.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
      return;
    }
    assertThat(file)
        .as(
            "docs/reference/%s is made from the code; after a change make it anew: %s",
            name, REGENERATE)
        .content()
        .isEqualTo(expected);
  }
}
