package io.millrace.console.web.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.http.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a reader what is new of a run until it ends, as Server-Sent Events. The id of each is the
 * count of the log's lines that the reader then has: who comes back with it gets the others only.
 */
final class LiveStream implements Answer.Body {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PAUSE_MILLIS = 500;

  /** Nothing new for so many pauses: a sign of life, which also finds out who has gone. */
  private static final int QUIET_PAUSES = 20;

  private final LiveFeed feed;
  private final Map<String, StageView> sent = new HashMap<>();
  private long known;

  /** For a reader who has that many lines of the log. */
  LiveStream(LiveFeed feed, long known) {
    this.feed = feed;
    this.known = known;
  }

  @Override
  public void write(OutputStream to) throws IOException {
    send(to, "retry: 2000\n\n");
    LiveView view = tell(to);
    int quiet = 0;
    while (view.running()) {
      if (!pause()) {
        return;
      }
      if (feed.poll()) {
        view = tell(to);
        quiet = 0;
      } else if (++quiet == QUIET_PAUSES) {
        send(to, ": nothing new\n\n");
        quiet = 0;
      }
    }
    send(to, "event: end\ndata: {}\n\n");
  }

  /** Whether the console goes on. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private LiveView tell(OutputStream to) throws IOException {
    LiveView view = feed.view(known);
    send(
        to,
        "id: %d\nevent: state\ndata: %s\n\n"
            .formatted(view.lines(), JSON.writeValueAsString(news(view))));
    known = view.lines();
    return view;
  }

  private Map<String, Object> news(LiveView view) {
    List<StageView> changed =
        view.stages().stream().filter(stage -> !stage.equals(sent.put(stage.id(), stage))).toList();
    Map<String, Object> news = new LinkedHashMap<>();
    news.put("status", view.status());
    news.put("doing", view.doing());
    news.put("message", view.message());
    news.put("seconds", view.seconds());
    news.put("time", view.time());
    news.put("running", view.running());
    news.put("done", view.done());
    news.put("total", view.stages().size());
    news.put("stages", changed);
    news.put("metrics", view.metrics());
    news.put("from", view.lines() - view.log().size());
    news.put("log", view.log());
    return news;
  }

  private static void send(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(UTF_8));
    to.flush();
  }
}
