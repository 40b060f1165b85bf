package io.millrace.console.http;

import static java.util.Objects.requireNonNull;

import io.millrace.console.page.PageTemplates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fills templates with what every page of the console has: the way around, styles, scripts, who
 * reads. A template begins with {@code <#import "layout.ftlh" as layout><@layout.page>}.
 */
public final class Pages {
  /** The parts of the console, in the order of the navigation. */
  public enum Section {
    RUNS,
    MODELS,
    FEATURES,
    LINEAGE,
    NONE
  }

  private final PageTemplates templates = new PageTemplates();
  private final Map<String, String> assets;
  private final String place;

  Pages(Assets assets, String place) {
    this.assets = assets.addresses();
    this.place = requireNonNull(place, "place is null");
  }

  /**
   * What a page shows.
   *
   * @param template as {@code runs.ftlh}
   * @param title of the window, without the console's name
   * @param values what the template names; {@code site} is taken
   */
  public record View(String template, Section section, String title, Map<String, ?> values) {}

  /** A page that is there. */
  public Answer page(Request request, View view) {
    return page(200, request, view);
  }

  /** A page with a status of its own. */
  public Answer page(int status, Request request, View view) {
    Map<String, Object> all = new LinkedHashMap<>(view.values());
    all.put("site", site(request, view));
    StringWriter text = new StringWriter();
    try {
      templates.fill(view.template(), all, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.text(status, Answer.HTML, text.toString());
  }

  private Map<String, Object> site(Request request, View view) {
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("title", view.title());
    site.put("section", view.section().name().toLowerCase(java.util.Locale.ROOT));
    site.put("assets", assets);
    site.put("place", place);
    site.put("address", request.address());
    site.put("signedIn", request.session().isPresent());
    site.put("csrf", request.session().map(Session::csrf).orElse(""));
    return site;
  }
}
