package io.millrace.stages.deploy.kubernetes;

import io.millrace.stages.deploy.kubernetes.KubernetesOptions.Training;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Kubernetes would refuse is refused when the pipeline file is read. */
final class OptionRules {
  /** As the registry has them: a directory and a path of the server are named so. */
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?");

  /** Spark's sizes, as its launcher reads them. */
  private static final Pattern SPARK_SIZE = Pattern.compile("[1-9][0-9]*[kmgt]");

  /** The grammar of the distribution's references, without the port of a host that has none. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*"
              + "(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"
              + "(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?");

  private OptionRules() {}

  /**
   * Refuses options that no cluster takes.
   *
   * @throws IllegalArgumentException that says which and why
   */
  static void require(KubernetesOptions options) {
    if (!MODEL.matcher(options.model()).matches()) {
      throw wrong(
          "model '%s': a name starts with a letter or digit, and goes on with those, '.', '_' and"
              + " '-'",
          options.model());
    }
    if (options.maxReplicas() < options.replicas()) {
      throw wrong(
          "maxReplicas: %d is less than the %d of replicas",
          options.maxReplicas(), options.replicas());
    }
    label("namespace", options.namespace());
    options.callers().forEach(caller -> label("callers", caller));
    subdomain("apiKeysSecret", options.apiKeysSecret());
    subdomain("pullSecret", options.pullSecret());
    quantity("cpu", options.cpu());
    quantity("cpuLimit", options.cpuLimit());
    quantity("memory", options.memory());
    image("image", options.image());
    image("jdkImage", options.jdkImage());
    image("baseImage", options.baseImage());
    image("jreImage", options.jreImage());
    options.labels().forEach(OptionRules::ownLabel);
    if (options.training() != null) {
      training(options.training());
    }
  }

  private static void training(Training training) {
    image("training.image", training.image());
    subdomain("training.serviceAccount", training.serviceAccount());
    sparkSize("training.memory", training.memory());
    sparkSize("training.driverMemory", training.driverMemory());
    absolute("training.file", training.file());
    absolute("training.jar", training.jar());
  }

  private static void ownLabel(String key, String value) {
    if (!KubernetesNames.isLabelKey(key)) {
      throw wrong(
          "labels '%s': a key is up to 63 letters, digits, '.', '_' and '-', with a DNS name and"
              + " '/' before it if you like",
          key);
    }
    if (!KubernetesNames.isLabelValue(value)) {
      throw wrong(
          "labels '%s': the value '%s' is not up to 63 letters, digits, '.', '_' and '-', with a"
              + " letter or digit at both ends",
          key, value);
    }
    if (key.startsWith("app.kubernetes.io/")) {
      throw wrong("labels '%s': Millrace sets the labels of app.kubernetes.io itself", key);
    }
  }

  private static void label(String option, @Nullable String value) {
    if (value != null && !KubernetesNames.isLabel(value)) {
      throw wrong(
          "%s '%s': a name has up to 63 lower-case letters, digits and '-', with a letter or digit"
              + " at both ends",
          option, value);
    }
  }

  private static void subdomain(String option, @Nullable String value) {
    if (value != null && !KubernetesNames.isSubdomain(value)) {
      throw wrong(
          "%s '%s': a name has up to 253 lower-case letters, digits, '-' and '.', with a letter or"
              + " digit at both ends",
          option, value);
    }
  }

  private static void quantity(String option, @Nullable String value) {
    if (value != null && !QUANTITY.matcher(value).matches()) {
      throw wrong("%s '%s': write a quantity as 500m, 2 or 512Mi", option, value);
    }
  }

  private static void sparkSize(String option, String value) {
    if (!SPARK_SIZE.matcher(value).matches()) {
      throw wrong("%s '%s': write a size of memory as 512m or 4g", option, value);
    }
  }

  private static void absolute(String option, String value) {
    if (!value.startsWith("/")) {
      throw wrong("%s '%s': write the whole path in the image, from '/' on", option, value);
    }
  }

  private static void image(String option, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (!IMAGE.matcher(value).matches()) {
      throw wrong("%s '%s': write an image as registry.example.com/ml/churn:1.0", option, value);
    }
    boolean pinned = value.contains("@");
    if (value.endsWith(":latest") || !pinned && !option.equals("image") && !isTagged(value)) {
      throw wrong(
          "%s '%s': what 'latest' is changes under a cluster; name a tag or a digest",
          option, value);
    }
  }

  /** Whether there is a tag behind the last part of the path. */
  static boolean isTagged(String image) {
    return image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
  }

  private static IllegalArgumentException wrong(String format, Object... words) {
    return new IllegalArgumentException(format.formatted(words));
  }
}
