package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
  @Test
  void aVersionIsReadAsItIsWritten() {
    assertThat(ApiVersion.parse("2.11")).isEqualTo(new ApiVersion(2, 11)).hasToString("2.11");
    assertThat(ApiVersion.parse(" 3 ")).isEqualTo(new ApiVersion(3, 0));
    assertThat(ApiVersion.parse(ApiVersion.CURRENT.toString())).isEqualTo(ApiVersion.CURRENT);
  }

  @Test
  void anythingElseIsRefusedWithWhatToWrite() {
    assertThatThrownBy(() -> ApiVersion.parse("1.0-beta"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'1.0-beta' is no api version; write it as 1.0");
    assertThatThrownBy(() -> ApiVersion.parse("99999999999"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void olderCodeOfTheSameMajorVersionRunsAndNothingElse() {
    ApiVersion host = new ApiVersion(2, 3);

    assertThat(host.runs(new ApiVersion(2, 0))).isTrue();
    assertThat(host.runs(new ApiVersion(2, 3))).isTrue();
    assertThat(host.runs(new ApiVersion(2, 4))).isFalse();
    assertThat(host.runs(new ApiVersion(1, 3))).isFalse();
    assertThat(host.runs(new ApiVersion(3, 0))).isFalse();
  }
}
