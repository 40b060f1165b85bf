package io.millrace.core.file;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.file.ReferenceText.Piece;
import io.millrace.core.file.ReferenceText.Plain;
import io.millrace.core.file.ReferenceText.Reference;
import io.millrace.core.options.TextResolver;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.secret.SecretValue;
import io.millrace.core.secret.Secrets;
import io.millrace.core.yaml.YamlNode;
import java.util.Optional;

/** Puts secrets into texts. */
final class SecretTexts implements TextResolver {
  private final Secrets secrets;

  private SecretTexts(Secrets secrets) {
    this.secrets = secrets;
  }

  static TextResolver of(FileRequest request) {
    return request.secrets().<TextResolver>map(SecretTexts::new).orElse(AS_WRITTEN);
  }

  @Override
  public Optional<String> resolve(YamlNode.Scalar text, ProblemLog problems) {
    StringBuilder resolved = new StringBuilder();
    for (Piece piece : ReferenceText.pieces(text.text())) {
      if (piece instanceof Plain plain) {
        resolved.append(plain.text());
      } else if (piece instanceof Reference reference) {
        Optional<SecretValue> secret = find(reference.name(), text, problems);
        if (secret.isEmpty()) {
          return Optional.empty();
        }
        resolved.append(secret.get().reveal());
      }
    }
    return Optional.of(resolved.toString());
  }

  private Optional<SecretValue> find(String name, YamlNode.Scalar text, ProblemLog problems) {
    try {
      Optional<SecretValue> secret = secrets.find(name);
      if (secret.isEmpty()) {
        problems.report(
            text.position(),
            StandardError.UNRESOLVED_REFERENCE,
            "there is no secret '"
                + name
                + "'; set the variable "
                + Secrets.VARIABLE_PREFIX
                + name
                + " or add it to secrets.yaml");
      }
      return secret;
    } catch (MillraceException e) {
      problems.report(text.position(), e.code(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
