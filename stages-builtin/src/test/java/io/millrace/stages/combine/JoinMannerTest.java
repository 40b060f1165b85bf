package io.millrace.stages.combine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Combiner;
import io.millrace.stages.combine.JoinFactory.Broadcast;
import io.millrace.stages.combine.JoinFactory.Skew;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan says of joins before any session is there. */
final class JoinMannerTest {
  private static String manner(Broadcast broadcast, Skew skew) {
    JoinFactory.Options options =
        new JoinFactory.Options(List.of("key"), JoinFactory.Type.INNER, broadcast, null, skew);
    return ((Combiner<?>) new JoinFactory().create(options)).manner().orElseThrow();
  }

  @Test
  void sidesThatAreSentAndKeysThatAreSpreadAreTold() {
    assertThat(manner(Broadcast.RIGHT, Skew.ADAPTIVE))
        .isEqualTo("the right side is sent to every worker (broadcast: right)");
    assertThat(manner(Broadcast.LEFT, Skew.ADAPTIVE))
        .isEqualTo("the left side is sent to every worker (broadcast: left)");
    assertThat(manner(Broadcast.AUTO, Skew.ADAPTIVE))
        .isEqualTo(
            "a side below spark.sql.autoBroadcastJoinThreshold is sent to every worker; otherwise"
                + " both are sorted by key, and skewed partitions split as they show (skew:"
                + " adaptive)");
    assertThat(manner(Broadcast.AUTO, Skew.SALT))
        .isEqualTo(
            "both sides are sorted by key; keys are counted first, and the rows of frequent ones"
                + " spread over several tasks (skew: salt)");
  }
}
