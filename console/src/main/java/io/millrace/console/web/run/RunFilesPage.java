package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.Answer;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Request;
import io.millrace.console.report.RunReportPage;
import io.millrace.console.web.Workspace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What was kept with a run, as it is: nobody vouches for it, so none of it runs as the console. */
final class RunFilesPage {
  private static final String POLICY = "Content-Security-Policy";

  /** The page may run its own script, as a stranger: without this server's cookies or pages. */
  private static final String REPORT_POLICY =
      "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
          + " style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final RunFinder finder;

  RunFilesPage(Workspace workspace) {
    this.finder = new RunFinder(workspace);
  }

  /** The report that was kept with the run; made anew where there is none. */
  Answer report(Request request) {
    RunRecord run = finder.run(request.variable("run"));
    Tracking tracking = finder.tracking();
    String id = run.start().run();
    boolean anew = request.first("anew").equals("yes");
    Answer answer =
        !anew && tracking.runs().artifacts(id).contains(RunReportPage.NAME)
            ? Answer.file(Answer.HTML, tracking.runs().open(id, RunReportPage.NAME))
            : Answer.text(200, Answer.HTML, new RunReportPage(tracking).text(run));
    return answer.with(POLICY, REPORT_POLICY);
  }

  Answer document(Request request) {
    RunRecord run = finder.run(request.variable("run"));
    String name = request.first("name");
    @Nullable String text = run.start().documents().get(name);
    if (text == null) {
      throw HttpProblem.missing("The run has no document '" + name + "'.");
    }
    return Answer.text(200, TEXT, text).with(POLICY, FILE_POLICY);
  }

  Answer file(Request request) {
    String id = request.variable("run");
    String name = request.first("name");
    Tracking tracking = finder.tracking();
    if (!tracking.runs().artifacts(id).contains(name)) {
      throw HttpProblem.missing("The run has no file '" + name + "'.");
    }
    Path file = tracking.runs().open(id, name);
    return Answer.file("application/octet-stream", file)
        .with(POLICY, FILE_POLICY)
        .with("Content-Disposition", "attachment; filename*=UTF-8''" + last(name));
  }

  /** The name without directories; it holds letters, digits, '.', '_' and '-' only. */
  private static String last(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
