package io.millrace.tracking.mlflow;

import static java.util.Comparator.comparing;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.RunLink;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the runs that read or wrote something by their {@link LinkTags}. */
final class LinkListing {
  private static final int PAGE = 200;

  /** More versions than these are not asked for one by one. */
  private static final int FEW_VERSIONS = 8;

  private final RunSite site;

  LinkListing(RunSite site) {
    this.site = site;
  }

  /** A link of a run as the server has it. */
  private record Found(RunInfo run, RunLink link) {
    private LinkedRun linked() {
      return new LinkedRun(run.tags().getOrDefault(RunSite.RUN, run.id()), link);
    }
  }

  List<LinkedRun> links(LinkQuery query) {
    if (query.limit() == 0) {
      return List.of();
    }
    List<String> experiments = site.experiments();
    int versions = query.versions().size();
    Stream<Found> found =
        versions > 0 && versions <= FEW_VERSIONS
            ? query.versions().stream().flatMap(one -> ofVersion(experiments, query, one))
            : ofName(experiments, query).stream();
    return found
        .sorted(comparing(Found::run, RunSorting.NEWEST.exact()).thenComparing(Found::link))
        .limit(query.limit())
        .map(Found::linked)
        .toList();
  }

  private Stream<Found> ofVersion(List<String> experiments, LinkQuery query, String version) {
    Asset asset = new Asset(query.kind(), query.name(), version);
    String tag = LinkTags.key(new RunLink(query.direction(), asset));
    return window(experiments, tag).between(0, query.limit()).stream()
        .flatMap(run -> links(run, query))
        .filter(found -> found.link().asset().version().equals(version));
  }

  private List<Found> ofName(List<String> experiments, LinkQuery query) {
    RunWindow window =
        window(experiments, LinkTags.key(query.direction(), query.kind(), query.name()));
    // Every run there has one link at least, if all versions are asked for.
    int size = query.versions().isEmpty() ? Math.min(query.limit(), PAGE) : PAGE;
    List<Found> found = new ArrayList<>();
    List<RunInfo> page;
    long from = 0;
    do {
      page = window.between(from, from + size);
      page.forEach(run -> links(run, query).forEach(found::add));
      from += size;
    } while (page.size() == size && found.size() < query.limit());
    return found;
  }

  private RunWindow window(List<String> experiments, String tag) {
    RunSearch search =
        new RunSearch(experiments, "tags.`" + tag + "` LIKE '%'", RunSorting.NEWEST.server());
    return new RunWindow(new RunSlices(site.client().runs(), search), RunSorting.NEWEST, 0);
  }

  private static Stream<Found> links(RunInfo run, LinkQuery query) {
    return LinkTags.links(run.tags()).stream()
        .filter(query::matches)
        .map(link -> new Found(run, link));
  }
}
