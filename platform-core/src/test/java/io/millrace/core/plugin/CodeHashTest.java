package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeHashTest {
  private static final String ROOT = "com/acme/churn/";

  @TempDir Path directory;

  @Test
  void theRootIsThePackagesFirstThreeSegments() {
    assertThat(CodeHash.root("io.millrace.stages.transform.ImputeFactory"))
        .isEqualTo("io/millrace/stages/");
    assertThat(CodeHash.root("com.acme.churn.Factory")).isEqualTo("com/acme/churn/");
    assertThat(CodeHash.root("com.acme.Factory")).isEqualTo("com/acme/");
    assertThat(CodeHash.root("Factory")).isEmpty();
  }

  @Test
  void aRebuiltJarHasTheSameHashAndAJarWithOneClassChangedHasNot() throws IOException {
    String hash = hash(jar("one", "other").build(directory.resolve("a.jar")));

    assertThat(hash(jar("one", "other").build(directory.resolve("b.jar")))).isEqualTo(hash);
    assertThat(hash(jar("two", "other").build(directory.resolve("c.jar")))).isNotEqualTo(hash);
    assertThat(
            hash(jar("one", "other").file(ROOT + "words.txt", "w").build(directory.resolve("d"))))
        .isNotEqualTo(hash);
  }

  @Test
  void codeOutsideTheRootDoesNotCount() throws IOException {
    String hash = hash(jar("one", "other").build(directory.resolve("a.jar")));

    assertThat(hash(jar("one", "changed").build(directory.resolve("b.jar")))).isEqualTo(hash);
  }

  @Test
  void theOrderOfAJarsEntriesDoesNotCount() throws IOException {
    Path left = JarBuilder.library().file(ROOT + "a", "1").file(ROOT + "b", "2").build(path("l"));
    Path right = JarBuilder.library().file(ROOT + "b", "2").file(ROOT + "a", "1").build(path("r"));

    assertThat(hash(left)).isEqualTo(hash(right));
  }

  @Test
  void contentsThatTradePlacesAreSeen() throws IOException {
    Path left = JarBuilder.library().file(ROOT + "a", "1").file(ROOT + "b", "2").build(path("l"));
    Path right = JarBuilder.library().file(ROOT + "a", "2").file(ROOT + "b", "1").build(path("r"));

    assertThat(hash(left)).isNotEqualTo(hash(right));
  }

  @Test
  void aDirectoryOfClassesIsHashedByItsFiles() throws IOException {
    Path classes = directory.resolve("classes");
    Path file = classes.resolve(ROOT).resolve("deep/Stage.class");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one");
    String hash = hash(classes);
    // A build that rewrites a file with what it held changes nothing.
    Files.writeString(file, "one");
    Files.writeString(classes.resolve("com/acme/Other.class"), "elsewhere");
    assertThat(hash(classes)).isEqualTo(hash);

    Files.writeString(file, "two");
    assertThat(hash(classes)).isNotEqualTo(hash);
  }

  @Test
  void theUnnamedPackageMeansTheFilesAtTheTop() throws IOException {
    Path first =
        JarBuilder.library().file("Top.class", "1").file("a/B.class", "1").build(path("a"));
    Path deep = JarBuilder.library().file("Top.class", "1").file("a/B.class", "2").build(path("b"));
    Path top = JarBuilder.library().file("Top.class", "2").file("a/B.class", "1").build(path("c"));

    assertThat(hash(first, "")).isEqualTo(hash(deep, "")).isNotEqualTo(hash(top, ""));
  }

  @Test
  void aFileIsHashedBySha256() throws IOException {
    // The digest of "abc" in FIPS 180-4, appendix B.1.
    assertThat(CodeHash.ofFile(Files.writeString(directory.resolve("abc"), "abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private Path path(String name) {
    return directory.resolve(name + ".jar");
  }

  private static String hash(Path location) throws IOException {
    return hash(location, ROOT);
  }

  private static String hash(Path location, String root) throws IOException {
    return CodeHash.ofRoots(location, Set.of(root)).getOrDefault(root, "none");
  }

  /** A jar with a class under the root, and one beside it. */
  private static JarBuilder jar(String text, String outside) {
    return JarBuilder.library()
        .source("com.acme.churn.Stage", PluginSources.text("com.acme.churn.Stage", text))
        .source("com.acme.sales.Stage", PluginSources.text("com.acme.sales.Stage", outside));
  }
}
