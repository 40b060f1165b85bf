package io.millrace.console.web.run;

/**
 * The way through pages.
 *
 * @param from the number of the page's first run, 0 if it has none
 * @param to that of the last one
 * @param before the address of the page before; empty if there is none
 * @param next that of the next one; empty if there is none
 */
public record Pager(
    long from, long to, long count, int page, long pages, String before, String next) {
  static Pager of(RunFilter filter, long count) {
    long pages = Math.max(1, (count + RunFilter.PAGE - 1) / RunFilter.PAGE);
    int page = filter.page();
    long first = (page - 1L) * RunFilter.PAGE + 1;
    boolean beyond = first > count;
    return new Pager(
        beyond ? 0 : first,
        Math.min(count, first + RunFilter.PAGE - 1),
        count,
        page,
        pages,
        page == 1 ? "" : filter.at((int) Math.min(page - 1L, pages)).address(),
        page >= pages ? "" : filter.at(page + 1).address());
  }
}
