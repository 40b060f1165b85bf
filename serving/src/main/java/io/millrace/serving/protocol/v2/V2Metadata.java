package io.millrace.serving.protocol.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.schema.Column;
import io.millrace.serving.model.ModelStatus;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.Json;
import java.io.IOException;
import java.util.List;

/** The answers about the server and its models. */
public final class V2Metadata {
  private static final String PLATFORM = "millrace";

  private V2Metadata() {}

  /** What the server is. */
  public static byte[] server(String version) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", PLATFORM);
          json.writeStringField("version", version);
          json.writeArrayFieldStart("extensions");
          json.writeString("model_repository");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Whether the server lives, or is ready; the specification and KServe differ in the key. */
  public static byte[] health(boolean healthy) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("live", healthy);
          json.writeBooleanField("ready", healthy);
          json.writeEndObject();
        });
  }

  /** The names of the models. */
  public static byte[] models(List<ModelStatus> models) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("models");
          for (String name : models.stream().map(ModelStatus::name).distinct().toList()) {
            json.writeString(name);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** What a model takes and gives. */
  public static byte[] model(ServedModel model, List<ModelStatus> models) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", model.name());
          json.writeArrayFieldStart("versions");
          for (ModelStatus status : models) {
            if (status.name().equals(model.name())) {
              json.writeString(status.version());
            }
          }
          json.writeEndArray();
          json.writeStringField("platform", PLATFORM);
          tensors(json, "inputs", model.inputs());
          tensors(json, "outputs", model.outputs());
          json.writeEndObject();
        });
  }

  /** Whether a model answers. */
  public static byte[] ready(String name, boolean ready) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", Json.wellFormed(name));
          json.writeBooleanField("ready", ready);
          json.writeEndObject();
        });
  }

  /** That a model was loaded or unloaded, as KServe tells it. */
  public static byte[] repository(String name, String what, boolean done) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", Json.wellFormed(name));
          json.writeBooleanField(what, done);
          json.writeEndObject();
        });
  }

  /** What was wrong. */
  public static byte[] error(String message) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("error", Json.wellFormed(message));
          json.writeEndObject();
        });
  }

  private static void tensors(JsonGenerator json, String name, List<Column> columns)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Column column : columns) {
      json.writeStartObject();
      json.writeStringField("name", Json.wellFormed(column.name()));
      json.writeStringField("datatype", Datatype.of(column.type()));
      json.writeArrayFieldStart("shape");
      json.writeNumber(-1);
      json.writeNumber(Datatype.width(column.type()));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
