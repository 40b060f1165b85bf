package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.file.ReferenceText.Malformed;
import io.millrace.core.file.ReferenceText.Piece;
import io.millrace.core.file.ReferenceText.Plain;
import io.millrace.core.file.ReferenceText.Reference;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts params and variables where texts refer to them, and marks texts that hold secrets. */
final class References {
  private final Map<String, YamlNode> params;
  private final boolean paramsAllowed;
  private final Function<String, Optional<String>> variables;
  private final ProblemLog problems;

  private References(
      Map<String, YamlNode> params,
      boolean paramsAllowed,
      Function<String, Optional<String>> variables,
      ProblemLog problems) {
    this.params = params;
    this.paramsAllowed = paramsAllowed;
    this.variables = variables;
    this.problems = problems;
  }

  /** For the values of params, which can't refer to params themselves. */
  static References toVariables(Function<String, Optional<String>> variables, ProblemLog problems) {
    return new References(Map.of(), false, variables, problems);
  }

  /** For all else in a file. */
  References and(Map<String, YamlNode> values) {
    return new References(values, true, variables, problems);
  }

  /** The tree with its references resolved; what can't be is reported and becomes broken. */
  YamlNode resolve(YamlNode node) {
    if (node instanceof YamlNode.Sequence list) {
      return new YamlNode.Sequence(
          list.items().stream().map(this::resolve).toList(), list.position());
    }
    if (node instanceof YamlNode.Mapping map) {
      Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
      map.entries()
          .forEach(
              (key, e) ->
                  entries.put(key, new YamlNode.Entry(e.keyPosition(), resolve(e.value()))));
      return new YamlNode.Mapping(entries, map.position());
    }
    return node instanceof YamlNode.Scalar scalar && !ReferenceText.isPlain(scalar.text())
        ? scalar(scalar)
        : node;
  }

  private YamlNode scalar(YamlNode.Scalar scalar) {
    List<Piece> pieces = ReferenceText.pieces(scalar.text());
    if (pieces.size() == 1 && pieces.get(0) instanceof Reference whole) {
      return whole(whole, scalar);
    }
    List<Piece> resolved = new ArrayList<>();
    for (Piece piece : pieces) {
      Optional<List<Piece>> parts = parts(piece, scalar.position());
      if (parts.isEmpty()) {
        return new YamlNode.Broken(scalar.position());
      }
      resolved.addAll(parts.get());
    }
    boolean secret = resolved.stream().anyMatch(Reference.class::isInstance);
    return new YamlNode.Scalar(ReferenceText.join(resolved), true, secret, scalar.position());
  }

  /** A text that is one reference takes the type of what is referred to. */
  private YamlNode whole(Reference reference, YamlNode.Scalar scalar) {
    if (reference.kind().equals("secret")) {
      return new YamlNode.Scalar(scalar.text(), true, true, scalar.position());
    }
    YamlNode value = value(reference, scalar.position());
    return value instanceof YamlNode.Scalar found
        ? new YamlNode.Scalar(found.text(), found.quoted(), found.secret(), scalar.position())
        : new YamlNode.Broken(scalar.position());
  }

  private Optional<List<Piece>> parts(Piece piece, Position at) {
    if (piece instanceof Malformed malformed) {
      problems.report(
          at,
          StandardError.UNRESOLVED_REFERENCE,
          "'"
              + malformed.text()
              + "' is no reference; write ${param:X}, ${env:X} or ${secret:X}, or $${ for a plain"
              + " ${");
      return Optional.empty();
    }
    if (piece instanceof Reference reference && !reference.kind().equals("secret")) {
      return value(reference, at) instanceof YamlNode.Scalar found
          ? Optional.of(pieces(found))
          : Optional.empty();
    }
    return Optional.of(List.of(piece));
  }

  private static List<Piece> pieces(YamlNode.Scalar value) {
    return value.secret() ? ReferenceText.pieces(value.text()) : List.of(new Plain(value.text()));
  }

  private YamlNode value(Reference reference, Position at) {
    return reference.kind().equals("env") ? variable(reference, at) : param(reference, at);
  }

  private YamlNode variable(Reference reference, Position at) {
    Optional<String> value = variables.apply(reference.name());
    if (value.isEmpty()) {
      problems.report(
          at,
          StandardError.UNRESOLVED_REFERENCE,
          "the environment variable '" + reference.name() + "' is not set");
      return new YamlNode.Broken(at);
    }
    return new YamlNode.Scalar(value.get(), false, false, at);
  }

  private YamlNode param(Reference reference, Position at) {
    YamlNode value = params.get(reference.name());
    if (value != null) {
      return value;
    }
    String why =
        paramsAllowed
            ? "there is no param '"
                + reference.name()
                + "'"
                + NearNames.hintOrList(reference.name(), params.keySet(), "params are")
            : "a param can't refer to a param";
    problems.report(at, StandardError.UNRESOLVED_REFERENCE, why);
    return new YamlNode.Broken(at);
  }
}
