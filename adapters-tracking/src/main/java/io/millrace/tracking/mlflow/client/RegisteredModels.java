package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Names of models, with versions, aliases and tags. */
public final class RegisteredModels {
  private static final int MODELS_PAGE = 1000;
  private static final int VERSIONS_PAGE = 10_000;

  private final Channel channel;

  RegisteredModels(Channel channel) {
    this.channel = channel;
  }

  /**
   * A name.
   *
   * @param aliases each with its version
   */
  public record RegisteredModel(
      String name, Map<String, String> tags, Map<String, Integer> aliases) {
    private static RegisteredModel of(JsonNode node) {
      Map<String, Integer> aliases = new TreeMap<>();
      node.path("aliases")
          .forEach(
              alias -> aliases.put(alias.path("alias").asText(), alias.path("version").asInt()));
      return new RegisteredModel(
          node.path("name").asText(), Trees.texts(node.path("tags")), aliases);
    }
  }

  /**
   * A version of a name.
   *
   * @param source where its files lie, as {@code models:/m-…} or an artifact address
   * @param run the server's number of the run that made it; may be empty
   */
  public record Version(
      String name, int version, String source, String run, Map<String, String> tags) {
    private static Version of(JsonNode node) {
      return new Version(
          node.path("name").asText(),
          node.path("version").asInt(),
          node.path("source").asText(),
          node.path("run_id").asText(),
          Trees.texts(node.path("tags")));
    }
  }

  /**
   * Makes a name.
   *
   * @throws MillraceException MLFLOW_EXISTS, if it is there
   */
  public void create(String name, Map<String, String> tags) {
    ObjectNode body = Trees.object().put("name", name);
    body.set("tags", Trees.pairs(tags));
    send("POST", "registered-models/create", body, "creating the model '" + name + "'");
  }

  /** A name. */
  public Optional<RegisteredModel> get(String name) {
    return found(
        "registered-models/get?name=" + Trees.escaped(name),
        "asking for the model '" + name + "'",
        answer -> RegisteredModel.of(answer.path("registered_model")));
  }

  /** All names. */
  public List<RegisteredModel> all() {
    return pages(
        "registered-models/search?max_results=" + MODELS_PAGE,
        "listing models",
        "registered_models",
        RegisteredModel::of);
  }

  /** Deletes a name with its versions. */
  public void delete(String name) {
    ObjectNode body = Trees.object().put("name", name);
    send("DELETE", "registered-models/delete", body, "deleting the model '" + name + "'");
  }

  /** Sets a tag of a name. */
  public void tag(String name, String key, String value) {
    ObjectNode body = Batch.text(key, value).put("name", name);
    send("POST", "registered-models/set-tag", body, "tagging the model '" + name + "'");
  }

  /** Lets an alias name a version, whatever it named before. */
  public void alias(String name, String alias, int version) {
    ObjectNode body =
        Trees.object()
            .put("name", name)
            .put("alias", alias)
            .put("version", String.valueOf(version));
    send("POST", "registered-models/alias", body, moving(name, alias));
  }

  /** Takes an alias away. */
  public void removeAlias(String name, String alias) {
    ObjectNode body = Trees.object().put("name", name).put("alias", alias);
    send("DELETE", "registered-models/alias", body, moving(name, alias));
  }

  private static String moving(String name, String alias) {
    return "moving the alias '" + alias + "' of the model '" + name + "'";
  }

  /**
   * Makes the next version. Is sent again only if the server certainly did nothing: look for the
   * version by its tags before a second call.
   *
   * @param source where its files lie
   * @param run the server's number of the run that made it; may be empty
   * @param loggedModel the model behind {@code source}; may be empty
   */
  public Version createVersion(
      String name, String source, String run, String loggedModel, Map<String, String> tags) {
    ObjectNode body = Trees.object().put("name", name).put("source", source);
    if (!run.isEmpty()) {
      body.put("run_id", run);
    }
    if (!loggedModel.isEmpty()) {
      body.put("model_id", loggedModel);
    }
    body.set("tags", Trees.pairs(tags));
    Request request =
        Request.json(
                "POST",
                Trees.API + "model-versions/create",
                body,
                "registering a version of '" + name + "'")
            .onlyOnce();
    return Version.of(channel.json(request).path("model_version"));
  }

  /** A version. */
  public Optional<Version> version(String name, int version) {
    return found(
        "model-versions/get?name=" + Trees.escaped(name) + "&version=" + version,
        "asking for version " + version + " of '" + name + "'",
        answer -> Version.of(answer.path("model_version")));
  }

  /** The versions of a name, in no order. */
  public List<Version> versions(String name) {
    String filter = "name=" + RunSearch.quoted(name);
    return pages(
            "model-versions/search?max_results="
                + VERSIONS_PAGE
                + "&filter="
                + Trees.escaped(filter),
            "listing versions of '" + name + "'",
            "model_versions",
            Version::of)
        .stream()
        .filter(version -> version.name().equals(name))
        .toList();
  }

  /** Where the files of a version lie, as an address of artifacts. */
  public String downloadUri(String name, int version) {
    String path =
        Trees.API
            + "model-versions/get-download-uri?name="
            + Trees.escaped(name)
            + "&version="
            + version;
    return channel
        .json(Request.get(path, "asking where version " + version + " of '" + name + "' lies"))
        .path("artifact_uri")
        .asText();
  }

  private void send(String method, String resource, JsonNode body, String what) {
    channel.json(Request.json(method, Trees.API + resource, body, what));
  }

  private <T> Optional<T> found(String resource, String what, Function<JsonNode, T> reader) {
    try {
      return Optional.of(reader.apply(channel.json(Request.get(Trees.API + resource, what))));
    } catch (MillraceException e) {
      if (e.code() == MlflowError.MLFLOW_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> List<T> pages(
      String resource, String what, String field, Function<JsonNode, T> reader) {
    List<T> all = new ArrayList<>();
    String token = "";
    do {
      String path =
          Trees.API + resource + (token.isEmpty() ? "" : "&page_token=" + Trees.escaped(token));
      JsonNode answer = channel.json(Request.get(path, what));
      all.addAll(Trees.list(answer.path(field), reader));
      token = answer.path("next_page_token").asText();
    } while (!token.isEmpty());
    return all;
  }
}
