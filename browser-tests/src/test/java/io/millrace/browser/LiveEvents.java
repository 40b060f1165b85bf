package io.millrace.browser;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines as a run writes them. */
final class LiveEvents {
  private LiveEvents() {}

  /** A run that is in the midst of a search. */
  static String underWay(Instant now) {
    return at(
            now,
            -95,
            "'event':'run-started','run':'r','pipeline':'telco-churn','stages':[" + stages() + "]")
        + at(
            now,
            -95,
            "'event':'stage-ended','stage':'raw','status':'reused','seconds':0,'rows':null,'message':''")
        + at(now, -94, "'event':'engine-starting','stage':'parts'")
        + at(now, -88, "'event':'engine-started','seconds':6.1,'versions':['spark 4.1.0']")
        + at(now, -88, "'event':'stage-started','stage':'parts'")
        + at(
            now,
            -84,
            "'event':'stage-ended','stage':'parts','status':'ran','seconds':4.2,'rows':7043,'message':''")
        + at(now, -84, "'event':'stage-started','stage':'imputed'")
        + at(
            now,
            -70,
            "'event':'warning','stage':'imputed','message':'column TotalCharges has 11 missing"
                + " values'")
        + at(
            now,
            -70,
            "'event':'stage-ended','stage':'imputed','status':'ran','seconds':13.9,'rows':null,'message':''")
        + at(now, -70, "'event':'stage-started','stage':'model'")
        + at(now, -50, trial(1, 0.8214, 0.8214, 120))
        + at(now, -22, trial(2, 0.8390, 0.8390, 96))
        + at(now, -3, trial(3, 0.8301, 0.8390, 71))
        + at(
            now,
            -1,
            "'event':'progress','stage':'model','seconds':69,'job':48,'tasksDone':31,'tasks':64,'rows':5634,'spilledBytes':0,'secondsLeft':4.5");
  }

  private static String stages() {
    return stage("raw", "ingest/csv", "reuse")
        + ","
        + stage("parts", "split/random", "work")
        + ","
        + stage("imputed", "transform/impute", "work")
        + ","
        + stage("model", "train/gbt", "work")
        + ","
        + stage("quality", "evaluate/binary", "work")
        + ","
        + stage("publish", "deploy/registry", "work");
  }

  private static String stage(String id, String use, String action) {
    return "{'id':'%s','use':'%s','kind':'','from':[],'action':'%s'}".formatted(id, use, action);
  }

  private static String trial(int number, double value, double best, int left) {
    return "'event':'trial','stage':'model','finished':%d,'total':8,'metric':'auc','value':%s,'best':%s,'secondsLeft':%d"
        .formatted(number, value, best, left);
  }

  /** A line; single quotes stand for double ones. */
  static String at(Instant now, int seconds, String event) {
    Instant time = now.plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
    return ("{'time':'" + time + "'," + event + "}\n").replace('\'', '"');
  }
}
