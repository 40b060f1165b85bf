package io.millrace.console.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Addresses and who answers them. A template as {@code /runs/{run}} stands for any one segment
 * where it has braces; of two that fit, the one that was added first counts.
 */
public final class Routes {
  /** Whether a request reads or writes. */
  enum Method {
    GET,
    POST
  }

  private record Route(Method method, List<String> segments, Handler handler) {
    Optional<Map<String, String>> match(List<String> path) {
      if (path.size() != segments.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new LinkedHashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String segment = segments.get(i);
        if (segment.startsWith("{")) {
          variables.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /** Reads: changes nothing. HEAD is answered by it too. */
  public Routes get(String template, Handler handler) {
    routes.add(new Route(Method.GET, segments(template), handler));
    return this;
  }

  /** Writes: called only for a session's own forms. */
  public Routes post(String template, Handler handler) {
    routes.add(new Route(Method.POST, segments(template), handler));
    return this;
  }

  /**
   * Answers a request.
   *
   * @throws HttpProblem if nothing is at its path, or takes no such request
   */
  Answer answer(Method method, Request request) {
    List<String> path = segments(request.path());
    Set<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(path);
      if (variables.isPresent() && route.method() == method) {
        return route.handler().answer(request.with(variables.get()));
      }
      variables.ifPresent(any -> others.add(route.method().name()));
    }
    if (!others.isEmpty()) {
      throw new HttpProblem(405, "This address takes " + String.join(" and ", others) + " only.");
    }
    throw HttpProblem.missing("There is no page at " + request.path() + ".");
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
