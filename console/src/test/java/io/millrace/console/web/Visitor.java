package io.millrace.console.web;

import io.millrace.console.WebConsole;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A console, and someone with a browser that follows no redirects and runs no scripts. */
public final class Visitor implements AutoCloseable {
  /** The console's. */
  public static final String TOKEN = "a token of the tests";

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final List<Throwable> mishaps = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final HttpConsole console;
  private final URI address;

  private Visitor(String host, Workspace workspace) {
    this.console =
        WebConsole.start(new HttpSettings(host, 0, TOKEN, "memory", mishaps::add), workspace);
    this.address = URI.create("http://127.0.0.1:" + console.port() + "/");
  }

  /** Of a console that only this machine reaches. */
  public static Visitor of(Workspace workspace) {
    return new Visitor("127.0.0.1", workspace);
  }

  /** Of a console that others reach too. */
  public static Visitor ofOpen(Workspace workspace) {
    return new Visitor("0.0.0.0", workspace);
  }

  /** A request to be finished. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(address.resolve(path));
  }

  /** Sends it. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("the console does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Asks for a page. */
  public HttpResponse<String> get(String path) {
    return send(to(path));
  }

  /** Asks for a page that is there. */
  public String page(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " of " + path + ": " + response.body());
    }
    return response.body();
  }

  /** Sends a form: names and values in turn. */
  public HttpResponse<String> post(String path, String... fields) {
    return send(form(path, fields));
  }

  /** A form to be sent. */
  public HttpRequest.Builder form(String path, String... fields) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
    }
    return to(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(String.join("&", pairs)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Gives the token. */
  public void signIn() {
    HttpResponse<String> response = post("/login", "token", TOKEN);
    if (response.statusCode() != 303) {
      throw new AssertionError("not let in: " + response.body());
    }
  }

  /** What forms of a page hold against forgery. */
  public static String csrf(String page) {
    Matcher matcher = CSRF.matcher(page);
    if (!matcher.find()) {
      throw new AssertionError("no form that changes something in " + page);
    }
    return matcher.group(1);
  }

  /** The port that the console listens at. */
  public int port() {
    return console.port();
  }

  /** The console's own failures so far. */
  public List<Throwable> mishaps() {
    return mishaps;
  }

  @Override
  public void close() {
    console.close();
  }
}
