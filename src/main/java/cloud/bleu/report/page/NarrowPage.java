package cloud.bleu.report.page;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page without zones, providers, policies and drills, and without what rests on them, for who may
 * not list these: of the zones there are the names of those in which workloads of the page run or
 * have their home, as their WorkloadPlacement says.
 */
final class NarrowPage {
  private NarrowPage() {}

  /** Names of the zones that are on it. */
  static Set<String> zones(List<PageWorkload> workloads) {
    Set<String> zones = new TreeSet<>();
    for (PageWorkload workload : workloads) {
      for (PageWorkload.Cell cell : workload.cells()) {
        if (cell.replicas() > 0 || cell.home() > 0) {
          zones.add(cell.zone());
        }
      }
    }
    return zones;
  }

  /** The page without them; its chain was made for {@link #zones} already. */
  static Page of(Page page) {
    Set<String> zones = zones(page.workloads());
    Page.Headline headline = page.headline();
    return new Page(
        page.schema(),
        page.at(),
        page.language(),
        page.redacted(),
        page.marking(),
        new Page.Headline(
            headline.placed(),
            headline.breaches(),
            headline.besides(),
            "",
            headline.survives(),
            ""),
        summary(page.summary()),
        page.zones().stream().filter(z -> zones.contains(z.name())).map(NarrowPage::zone).toList(),
        page.workloads().stream().map(w -> workload(w, zones)).toList(),
        List.of(),
        List.of(),
        page.waivers(),
        page.breakGlasses(),
        List.of(),
        page.chain(),
        page.closing(),
        page.access());
  }

  /** The counts of what is decided: what facts say of workloads is not among them. */
  private static Page.Summary summary(Page.Summary of) {
    return new Page.Summary(
        of.workloads(),
        of.placed(),
        of.replicas(),
        of.missing(),
        of.inBreach(),
        of.breakGlass(),
        of.unsigned(),
        of.waived(),
        of.warned(),
        0,
        0,
        0,
        of.survives());
  }

  /** Its name, and what the workloads of the page have there. */
  private static PageZone zone(PageZone zone) {
    return new PageZone(
        zone.name(),
        "",
        "",
        "",
        "",
        "",
        zone.use() == PageZone.Use.Breach ? PageZone.Use.Breach : PageZone.Use.InUse,
        false,
        zone.replicas(),
        zone.workloads(),
        null,
        null,
        List.of(),
        null,
        null,
        null);
  }

  /** What is decided; of a reason its code. */
  private static PageWorkload workload(PageWorkload workload, Set<String> zones) {
    PageWorkload.Reason reason = workload.reason();
    return new PageWorkload(
        workload.namespace(),
        workload.name(),
        workload.replicas(),
        workload.missing(),
        workload.state(),
        reason == null ? null : new PageWorkload.Reason(reason.code(), ""),
        workload.tolerates(),
        workload.cells().stream()
            .filter(cell -> zones.contains(cell.zone()))
            .map(NarrowPage::cell)
            .toList(),
        List.of(),
        workload.fences());
  }

  /** Whether a rule keeps replicas out of a zone is not said. */
  private static PageWorkload.Cell cell(PageWorkload.Cell cell) {
    return new PageWorkload.Cell(
        cell.zone(),
        cell.replicas() == 0 ? PageWorkload.Use.Open : cell.use(),
        cell.replicas(),
        cell.home(),
        List.of());
  }
}
