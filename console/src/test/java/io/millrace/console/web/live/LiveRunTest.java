package io.millrace.console.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class LiveRunTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private final LiveRun run = new LiveRun(START, ZoneOffset.UTC);

  private void hear(String... events) throws JsonProcessingException {
    for (String event : events) {
      run.hear(
          new ObjectMapper()
              .readTree("{\"time\":\"2026-03-01T10:00:05Z\"," + event.replace('\'', '"') + "}"));
    }
  }

  private void begin() throws JsonProcessingException {
    hear(
        "'event':'run-started','pipeline':'p','stages':["
            + "{'id':'raw','use':'ingest/csv','action':'work'},"
            + "{'id':'model','use':'train/x','action':'work'},"
            + "{'id':'old','use':'sink/y','action':'reuse'}]");
  }

  private LiveView at(int seconds) {
    return run.view(START.plusSeconds(seconds), 0);
  }

  private StageView stage(String id, int seconds) {
    return at(seconds).stages().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void stagesWaitRunAndEnd() throws JsonProcessingException {
    begin();
    assertThat(at(7).stages()).extracting(StageView::status).containsOnly("waiting");
    assertThat(at(7).time()).isEqualTo("2 s");

    hear("'event':'stage-started','stage':'raw'");
    assertThat(stage("raw", 72))
        .isEqualTo(new StageView("raw", "ingest/csv", "running", -1, 67, "1 min 7 s", "", ""));

    hear(
        "'event':'progress','stage':'raw','seconds':4,'job':2,'tasksDone':30,'tasks':120,'rows':5000,"
            + "'spilledBytes':300000000,'secondsLeft':9.4");
    StageView raw = stage("raw", 10);
    assertThat(raw.percent()).isEqualTo(25);
    assertThat(raw.rows()).isEqualTo("5\u202f000");
    assertThat(raw.told())
        .isEqualTo("tasks 30 of 120 · job 2 · 286.1 MiB spilled to disk · about 9 s left");

    hear(
        "'event':'stage-ended','stage':'raw','status':'ran','seconds':12.5,'rows':20000,'message':''",
        "'event':'stage-ended','stage':'old','status':'reused','seconds':0,'rows':null,'message':''");
    assertThat(stage("raw", 99))
        .isEqualTo(
            new StageView("raw", "ingest/csv", "ran", -1, 12.5, "12.5 s", "20\u202f000", ""));
    assertThat(stage("old", 99).rows()).isEmpty();
    assertThat(at(99).done()).isEqualTo(2);
    assertThat(at(99).log())
        .extracting(LogLine::text)
        .containsExactly(
            "planned: 2 stages to do, 1 to reuse",
            "stage 'raw' started",
            "stage 'raw' ran in 12.5 s, 20\u202f000 rows",
            "stage 'old' reused");
  }

  @Test
  void aSearchIsToldByItsTrials() throws JsonProcessingException {
    begin();
    hear(
        "'event':'stage-started','stage':'model'",
        "'event':'trial','stage':'model','finished':1,'total':4,'metric':'auc','value':0.81,'best':0.81,"
            + "'secondsLeft':90",
        "'event':'trial','stage':'model','finished':2,'total':4,'metric':'auc','value':0.7,'best':0.81,"
            + "'secondsLeft':60",
        "'event':'planned-again','stages':[{'id':'model','action':'work'}]",
        "'event':'stage-started','stage':'model'");

    StageView model = stage("model", 65);
    assertThat(model.percent()).isEqualTo(50);
    assertThat(model.time()).isEqualTo("1 min 0 s");
    assertThat(model.told()).isEqualTo("trial 2 of 4, best auc 0.8100 · about 1 min 0 s left");
    hear(
        "'event':'trial','stage':'model','finished':4,'total':4,'metric':'auc','value':0.7,'best':0.81,'secondsLeft':0",
        "'event':'progress','stage':'model','seconds':9,'job':7,'tasksDone':1,'tasks':4,'rows':null,'secondsLeft':3");
    assertThat(stage("model", 65).percent()).isEqualTo(25);
    assertThat(stage("model", 65).told())
        .isEqualTo("trial 4 of 4, best auc 0.8100 · tasks 1 of 4 · job 7 · about 3 s left");
    assertThat(at(65).log())
        .extracting(LogLine::text)
        .contains("stage 'model' trial 1 of 4: auc 0.8100, best 0.8100")
        .noneMatch(line -> line.contains("trial 2 of 4"));
  }

  @Test
  void figuresGatesWarningsAndFailuresAreTold() throws JsonProcessingException {
    begin();
    hear(
        "'event':'metrics','stage':'quality','metrics':{'quality.auc':0.8,'quality.auc@slice(a=b)':0.7,'quality.ks':null}",
        "'event':'gate','stage':'quality','gate':'auc >= 0.9','held':false,'reason':'auc is 0.8'",
        "'event':'warning','stage':'','message':'two\\nlines'",
        "'event':'warning','stage':'raw','message':'careful'",
        "'event':'stage-ended','stage':'model','status':'failed','seconds':1,'rows':null,'message':'no"
            + " label'",
        "'event':'run-ended','status':'failed','seconds':3,'message':'no label'",
        "'event':'of a later version'");

    LiveView view = at(99);
    assertThat(view.metrics())
        .containsEntry("quality.auc", "0.8000")
        .containsEntry("quality.ks", "–");
    assertThat(view.running()).isFalse();
    assertThat(view.time()).isEqualTo("3.00 s");
    assertThat(view.message()).isEqualTo("no label");
    assertThat(stage("model", 99).told()).isEqualTo("no label");
    assertThat(view.log().subList(1, view.log().size()))
        .extracting(line -> line.kind() + " " + line.text())
        .containsExactly(
            "event stage 'quality' has auc 0.8000, ks –",
            "warning gate 'auc >= 0.9' of stage 'quality' refuses: auc is 0.8",
            "warning two lines",
            "warning stage 'raw': careful",
            "failure stage 'model' failed after 1.00 s: no label",
            "failure the run is failed after 3.00 s: no label");
  }

  @Test
  void aResumedRunBeginsAnewBehindItsOldLines() throws JsonProcessingException {
    begin();
    hear(
        "'event':'stage-started','stage':'raw'",
        "'event':'run-ended','status':'interrupted','seconds':3,'message':''");
    begin();

    LiveView view = at(99);
    assertThat(view.status()).isEqualTo("running");
    assertThat(view.stages()).extracting(StageView::status).containsOnly("waiting");
    assertThat(view.lines()).isEqualTo(4);
    assertThat(run.view(START, 3).log()).hasSize(1);
    assertThat(run.view(START, 4).log()).isEmpty();
    // Who knows more lines than there are has read another file.
    assertThat(run.view(START, 9).log()).hasSize(4);
  }

  @Test
  void aLongLogKeepsItsEnd() throws JsonProcessingException {
    for (int i = 0; i < 700; i++) {
      hear("'event':'warning','stage':'s','message':'" + i + "'");
    }
    LiveView view = at(1);
    assertThat(view.lines()).isEqualTo(700);
    assertThat(view.log()).hasSize(500);
    assertThat(view.log().get(0).text()).isEqualTo("stage 's': 200");
    assertThat(run.view(START, 698).log()).hasSize(2);
    assertThat(run.view(START, 3).log()).hasSize(500);
  }
}
