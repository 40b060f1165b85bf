package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.INVALID_CALL;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.api.error.MillraceException;
import io.millrace.serving.log.RequestLog;
import io.millrace.serving.model.CallRefused;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The admin calls over HTTP, at an address of their own, apart from those who only predict. Each
 * call brings {@code Authorization: Bearer TOKEN}.
 */
public final class AdminServer implements AutoCloseable {
  private static final long MOST_BYTES = 64 << 10;

  private final Undertow undertow;

  private AdminServer(Undertow undertow) {
    this.undertow = undertow;
  }

  /**
   * Starts to listen.
   *
   * @param settings address and token
   * @param log the request log, whose state is told too; null if there is none
   * @throws MillraceException INVALID_CALL, if the address can't be listened at
   */
  public static AdminServer start(
      Settings settings, Rollout rollout, Shadow shadow, @Nullable RequestLog log) {
    RolloutAdmin admin = new RolloutAdmin(rollout, new RolloutStatus(rollout, shadow, log));
    byte[] expected = ("Bearer " + settings.token()).getBytes(UTF_8);
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(2)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MOST_BYTES)
            .setHandler(new BlockingHandler(call -> handle(call, admin, expected)));
    SSLContext tls = settings.tlsOrNull();
    Undertow undertow =
        (tls == null
                ? builder.addHttpListener(settings.port(), settings.host())
                : builder.addHttpsListener(settings.port(), settings.host(), tls))
            .build();
    try {
      undertow.start();
    } catch (RuntimeException e) {
      undertow.stop();
      throw new MillraceException(
          INVALID_CALL,
          "Admin calls can't be listened for at %s:%d: %s."
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    return new AdminServer(undertow);
  }

  /** The port that it listens at. */
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static void handle(HttpServerExchange call, RolloutAdmin admin, byte[] expected) {
    String given = call.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), expected)) {
      call.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
      refuse(
          call, 401, "An admin call brings 'Authorization: Bearer TOKEN', with the admin token.");
      return;
    }
    try {
      byte[] body = call.getInputStream().readAllBytes();
      send(
          call, 200, admin.answer(call.getRequestMethod().toString(), call.getRequestPath(), body));
    } catch (CallRefused e) {
      refuse(call, e.reason().status(), e.getMessage());
    } catch (IOException e) {
      refuse(
          call, 413, "The body can't be read, or is larger than %d bytes.".formatted(MOST_BYTES));
    }
  }

  private static void refuse(HttpServerExchange call, int status, String message) {
    String json = JsonNodeFactory.instance.objectNode().put("error", message).toString();
    send(call, status, json.getBytes(UTF_8));
  }

  private static void send(HttpServerExchange call, int status, byte[] json) {
    call.setStatusCode(status);
    call.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    call.getResponseSender().send(ByteBuffer.wrap(json));
  }

  @Override
  public void close() {
    undertow.stop();
  }

  /**
   * Where and for whom it listens.
   *
   * @param host an address of this machine
   * @param port 0 for any that is free
   * @param token what callers have to know
   * @param tlsOrNull how calls are encrypted; null if they are not
   */
  public record Settings(String host, int port, String token, @Nullable SSLContext tlsOrNull) {
    public Settings {
      if (token.isBlank()) {
        throw new MillraceException(INVALID_CALL, "The admin token is empty.");
      }
    }
  }
}
