package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.PassCount;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.WorkloadId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the page of an estate. It reads no clock: the same input gives the same page. */
public final class PageAssembly {
  private final PageInput input;
  private final PageSentences sentences;
  private final ShownNames names;
  private final PageReader reader;

  private PageAssembly(PageInput input, PageSentences sentences) {
    this.input = input;
    this.sentences = sentences;
    this.reader = Objects.requireNonNullElse(input.reader(), PageReader.OF_EVERYTHING);
    this.names =
        new ShownNames(
            input.redact(),
            input.decisions().stream().map(Decision::id).filter(input.wanted()).toList(),
            reader);
  }

  /**
   * The page.
   *
   * @throws IOException when the chain cannot be read
   */
  public static Page of(PageInput input, PageSentences sentences) throws IOException {
    return of(
        input,
        () -> SimulatedLosses.of(input.estate(), input.decisions(), input.recorded().signals()),
        sentences);
  }

  /**
   * The page, where pages for several readers are made of one estate.
   *
   * @param losses of its decisions; asked only if the reader may see them
   * @throws IOException when the chain cannot be read
   */
  public static Page of(PageInput input, Supplier<SimulatedLosses> losses, PageSentences sentences)
      throws IOException {
    return new PageAssembly(input, sentences).page(losses);
  }

  private Page page(Supplier<SimulatedLosses> losses) throws IOException {
    Estate estate = input.estate();
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    input.decisions().forEach(d -> decisions.put(d.id(), d));
    WorkloadRows rows = new WorkloadRows(estate, names, sentences);
    DateRows dates = new DateRows(estate, names, sentences);
    List<PageWorkload> workloads = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      if (decision != null && names.isShown(workload.id())) {
        workloads.add(
            rows.row(
                workload,
                decision,
                input.recorded().fences().getOrDefault(workload.id(), List.of())));
        dates.add(workload, decision);
      }
    }
    List<PageDate> ahead = dates.rows();
    PassCount passes = input.assessment().passes();
    Page.Summary summary = summary(workloads, passes);
    List<PageZone> zones =
        new ZoneRows(estate, input.decisions(), input.recorded().clusters()).rows(workloads);
    boolean narrow = !reader.access().facts();
    Page page =
        new Page(
            Page.SCHEMA,
            estate.now(),
            sentences.tag(),
            input.redact(),
            input.marking(),
            new HeadlineText(sentences, summary, passes)
                .text(zones.size(), next(ahead), Outlook.DAYS),
            summary,
            zones,
            workloads,
            narrow ? List.of() : new LossRows(estate, losses.get(), names, rows, sentences).rows(),
            ahead,
            waivers(),
            breakGlasses(),
            drills(),
            chain(narrow ? NarrowPage.zones(workloads)::contains : zone -> true),
            input.assessment().closing(),
            input.reader() == null ? null : reader.access());
    return narrow ? NarrowPage.of(page) : page;
  }

  /** The first that is about a zone in use, else the first of all; null when there is none. */
  private static @Nullable PageDate next(List<PageDate> dates) {
    return dates.stream()
        .filter(PageDate::inUse)
        .findFirst()
        .orElse(dates.isEmpty() ? null : dates.get(0));
  }

  private Page.Summary summary(List<PageWorkload> workloads, PassCount passes) {
    Set<String> unsignedTitles = unsigned();
    int placed = 0;
    int replicas = 0;
    int missing = 0;
    int inBreach = 0;
    int breakGlass = 0;
    int unsigned = 0;
    int waived = 0;
    int warned = 0;
    for (PageWorkload workload : workloads) {
      replicas += workload.replicas();
      missing += workload.missing();
      placed +=
          workload.state() == PageWorkload.State.NotPlaced
                  || workload.state() == PageWorkload.State.PartlyPlaced
              ? 0
              : 1;
      inBreach += has(workload, PageWorkload.Use.Breach);
      int broken = has(workload, PageWorkload.Use.BreakGlass);
      breakGlass += broken;
      unsigned += unsignedTitles.contains(workload.title()) ? broken : 0;
      waived += has(workload, PageWorkload.Use.Waived);
      warned += has(workload, PageWorkload.Use.Warned);
    }
    return new Page.Summary(
        workloads.size(),
        placed,
        replicas,
        missing,
        inBreach,
        breakGlass,
        unsigned,
        waived,
        warned,
        passes.asked(),
        passes.passing(),
        passes.weak(),
        SurvivalCounts.of(
            input.decisions().stream()
                .filter(d -> names.isShown(d.id()))
                .map(Decision::tolerates)
                .toList()));
  }

  private static int has(PageWorkload workload, PageWorkload.Use use) {
    return workload.cells().stream().anyMatch(c -> c.use() == use) ? 1 : 0;
  }

  /** Those of the workloads that are shown, and those of which nobody can say whose they are. */
  private List<PageWaiver> waivers() {
    List<PageWaiver> shown = new ArrayList<>();
    for (PageInput.StandingWaiver standing : input.waivers()) {
      WorkloadId id = standing.workload();
      if (!input.wanted().test(id == null ? new WorkloadId(standing.namespace(), "") : id)
          || !reader.access().showsWaivers(standing.namespace())) {
        continue;
      }
      PageWaiver waiver = standing.shown();
      shown.add(
          new PageWaiver(
              names.isRedacted() ? "waiver-" + (shown.size() + 1) : waiver.name(),
              id == null ? "" : names.title(id),
              waiver.rule(),
              waiver.policy(),
              waiver.zones(),
              waiver.from(),
              waiver.until(),
              waiver.state(),
              waiver.statement(),
              names.free(waiver.message())));
    }
    return shown;
  }

  /** Titles of the workloads of which nobody countersigned the break-glass. */
  private Set<String> unsigned() {
    Set<String> titles = new TreeSet<>();
    breakGlasses().stream()
        .filter(glass -> glass.inForce() && !glass.signed())
        .forEach(glass -> titles.add(glass.workload()));
    return titles;
  }

  /** Those of the workloads that are shown: they are written on these. */
  private List<PageBreakGlass> breakGlasses() {
    List<PageBreakGlass> shown = new ArrayList<>();
    for (Workload workload : input.estate().workloads()) {
      BreakGlassStatus standing = input.breakGlass().get(workload.id());
      if (standing != null && names.isShown(workload.id())) {
        shown.add(new BreakGlassRow(names, sentences).of(workload.id(), standing));
      }
    }
    return shown;
  }

  private List<PageDrill> drills() {
    return input.drills().stream()
        .map(
            d ->
                new PageDrill(
                    d.drill(),
                    d.loss(),
                    d.mode(),
                    d.state(),
                    d.ran(),
                    d.isPassed() ? d.until() : null,
                    d.code()))
        .toList();
  }

  private @Nullable PageChain chain(Predicate<String> shownZones) throws IOException {
    ChainInput from = input.chain();
    return from == null ? null : new ChainRows(names, input.wanted(), shownZones, reader).of(from);
  }
}
