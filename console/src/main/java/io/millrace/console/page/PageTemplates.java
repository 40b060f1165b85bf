package io.millrace.console.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Fills the templates beside this class. What they are given is data: it is escaped as HTML. */
public final class PageTemplates {
  private static final String ECHARTS =
      "/META-INF/resources/_static/echarts/5.5.1/dist/echarts.min.js";

  private final Configuration templates;

  /** Over the templates of the class path. */
  public PageTemplates() {
    templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setClassForTemplateLoading(PageTemplates.class, "");
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setOutputFormat(HTMLOutputFormat.INSTANCE);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setWrapUncheckedExceptions(true);
    templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    templates.setLocale(Locale.ROOT);
    templates.setNumberFormat("computer");
    templates.setURLEscapingCharset(StandardCharsets.UTF_8.name());
  }

  /**
   * Fills a template.
   *
   * @param name as {@code report.ftlh}
   */
  public void fill(String name, Map<String, ?> values, Writer to) throws IOException {
    try {
      templates.getTemplate(name).process(values, to);
    } catch (TemplateException e) {
      throw new IllegalStateException("the template " + name + " does not fit what it is given", e);
    }
  }

  /** A text beside this class, as {@code page.css}. */
  public static String text(String name) {
    return resource(name);
  }

  /** ECharts, as one script for browsers. */
  public static String echarts() {
    return resource(ECHARTS);
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
