package io.millrace.serving.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection. Keeps what its requests have in common, and ends the call that it carries when it
 * breaks under it. One request at a time uses it.
 */
final class OpenConnection implements ServerConnection.CloseListener {
  private static final AttachmentKey<OpenConnection> KEY =
      AttachmentKey.create(OpenConnection.class);

  private final String remote;
  private String path = "";
  private Route route = Route.of(path);
  private volatile @Nullable Call current;

  private OpenConnection(String remote) {
    this.remote = remote;
  }

  /** The connection that a request came on. */
  static OpenConnection of(HttpServerExchange exchange) {
    ServerConnection connection = exchange.getConnection();
    OpenConnection open = connection.getAttachment(KEY);
    if (open == null) {
      open = new OpenConnection(exchange.getSourceAddress().getAddress().getHostAddress());
      connection.putAttachment(KEY, open);
      connection.addCloseListener(open);
    }
    return open;
  }

  /** The address of the other side. */
  String remote() {
    return remote;
  }

  /** The route of a path, which most requests of a connection share. */
  Route route(String asked) {
    if (!asked.equals(path)) {
      route = Route.of(asked);
      path = asked;
    }
    return route;
  }

  /** Notes what the connection carries now. */
  void begin(Call call) {
    current = call;
  }

  @Override
  public void closed(ServerConnection connection) {
    Call call = current;
    if (call != null) {
      call.finish();
    }
  }
}
