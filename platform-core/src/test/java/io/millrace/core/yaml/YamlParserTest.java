package io.millrace.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class YamlParserTest {
  @Test
  void resolvesScalarsByTheCoreSchema() throws YamlException {
    YamlNode node =
        parse(
            "[~, null, true, False, 12, -3, 0x1F, 0o17, 1.5, 1e3, .5, -.inf, yes, '12', 1_000,"
                + " 2026-01-01, 99999999999999999999]");
    assertThat(((YamlNode.Sequence) node).json())
        .containsExactly(
            null,
            null,
            true,
            false,
            12L,
            -3L,
            31L,
            15L,
            1.5,
            1000.0,
            0.5,
            Double.NEGATIVE_INFINITY,
            "yes",
            "12",
            "1_000",
            "2026-01-01",
            new java.math.BigInteger("99999999999999999999"));
  }

  @Test
  void knowsWhereKeysAndValuesStand() throws YamlException {
    YamlNode.Mapping root = (YamlNode.Mapping) parse("a: 1\nbé: { c: [x, \"y\"] }\n");
    YamlNode.Mapping inner = (YamlNode.Mapping) root.find("bé").orElseThrow();
    assertThat(root.entries())
        .containsEntry("bé", new YamlNode.Entry(new Position("f.yaml", 2, 1), inner));
    assertThat(inner.position()).isEqualTo(new Position("f.yaml", 2, 5));
    assertThat(YamlPath.locate(inner, "c[1]")).contains(new Position("f.yaml", 2, 14));
    assertThat(YamlPath.locate(inner, "c[7]")).contains(new Position("f.yaml", 2, 10));
    assertThat(YamlPath.locate(inner, "d")).isEmpty();
  }

  @Test
  void keepsTheTextOfNumbers() throws YamlException {
    YamlNode.Mapping root = (YamlNode.Mapping) parse("version: 1.10");
    assertThat(((YamlNode.Scalar) root.find("version").orElseThrow()).text()).isEqualTo("1.10");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFile() throws YamlException {
    assertThat(((YamlNode.Mapping) parse("\uFEFFa: 1")).entries()).containsOnlyKeys("a");
  }

  @Test
  void collectsDuplicateKeysAndKeepsTheFirst() throws YamlException {
    ProblemLog problems = new ProblemLog();
    YamlNode node = YamlParser.parse("a: 1\nb: 2\na: 3\n", "f.yaml", problems);
    assertThat(node.json()).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(problems.sorted(text -> text))
        .extracting(Problem::text)
        .containsExactly("f.yaml:3:1: [DUPLICATE_KEY] key 'a' is given twice");
  }

  @Test
  void aliasesStandForTheirAnchors() throws YamlException {
    assertThat(parse("a: &x [1]\nb: *x\n").json())
        .isEqualTo(Map.of("a", List.of(1L), "b", List.of(1L)));
  }

  @Test
  void refusesWhatCouldEatTheMachine() {
    refuses("[".repeat(200) + "]".repeat(200), "f.yaml:1:66: more than 64 levels of nesting");
    refuses(
        "a: &a [" + "*a,".repeat(3) + "]",
        "f.yaml:1:8: there is no anchor '&a' before this" + " alias");
    refuses("a: &a [1]\nb: [" + "*a,".repeat(101) + "]", "f.yaml:2:305: more than 100 aliases");
    StringBuilder bomb = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1) + ",";
      bomb.append("a" + i + ": &a" + i + " [" + alias.repeat(10) + "]\n");
    }
    refuses(bomb.toString(), "f.yaml:6:10: more than 200000 values");
  }

  @Test
  void refusesWhatIsNoYamlOrMoreThanADocument() {
    refuses(
        "a: [1",
        "f.yaml:1:6: expected ',' or ']', but got <stream end> while parsing a flow" + " sequence");
    refuses("a: 1\n---\nb: 2\n", "f.yaml:2:1: the file holds a second document");
    refuses("a: !java.net.URL x", "f.yaml:1:4: unknown tag '!java.net.URL'");
    refuses("[a]: 1", "f.yaml:1:1: a key must be a text");
  }

  @Test
  void anEmptyFileIsNull() throws YamlException {
    assertThat(parse("").isNull()).isTrue();
    assertThat(parse("# nothing\n").isNull()).isTrue();
  }

  @Test
  void splitsPathsAtDotsOutsideQuotes() {
    assertThat(YamlPath.steps("a.with.\"x.y\".z"))
        .isEqualTo(Optional.of(List.of("a", "with", "x.y", "z")));
    assertThat(YamlPath.steps("a..b")).isEmpty();
    assertThat(YamlPath.steps("a.\"b")).isEmpty();
    assertThat(YamlPath.steps("")).isEmpty();
  }

  @Test
  void locatesKeysThatHoldDots() throws YamlException {
    YamlNode.Mapping root = (YamlNode.Mapping) parse("columns:\n  a.b: double\n  a: int\n");
    assertThat(YamlPath.locate(root, "columns.a.b")).contains(new Position("f.yaml", 2, 3));
    assertThat(YamlPath.locate(root, "columns.a")).contains(new Position("f.yaml", 3, 3));
  }

  private static YamlNode parse(String text) throws YamlException {
    return YamlParser.parse(text, "f.yaml", new ProblemLog());
  }

  private static void refuses(String text, String expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            YamlException.class,
            e ->
                assertThat(
                        e.position().source()
                            + ":"
                            + e.position().line()
                            + ":"
                            + e.position().column()
                            + ": "
                            + e.getMessage())
                    .isEqualTo(expected));
  }
}
