package cloud.bleu.operator.page;

import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.ChainInput;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageAccess;
import cloud.bleu.report.page.PageAssembly;
import cloud.bleu.report.page.PageInput;
import cloud.bleu.report.page.PageReader;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.report.page.SimulatedLosses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of what the newest pass saw and decided, one for each set of rights and language. One
 * thread simulates losses for all of them, and then rests for as long as that took; meanwhile pages
 * have the losses that were simulated before. A page without losses waits for none.
 */
final class EstatePages {
  private static final Logger LOG = LoggerFactory.getLogger(EstatePages.class);

  private final SnapshotBoard board;
  private final LastRead lastRead;
  private final Supplier<ChainInput.@Nullable Recent> chain;
  private final Supplier<String> unready;
  private final LongSupplier nanos;
  private final ReentrantLock simulating = new ReentrantLock();
  private @Nullable SeenEstate found;
  private volatile @Nullable Simulated simulated;
  private volatile long restsUntil;

  /** What pages with losses are made from; null for those without. */
  private record Simulated(SeenEstate of, @Nullable SimulatedLosses losses) {}

  /**
   * Reads nothing yet.
   *
   * @param chain the newest decisions as they came; null where they are not recorded
   * @param unready why there is no page, while no pass was made
   * @param nanos a clock that nobody can set
   */
  EstatePages(
      SnapshotBoard board,
      LastRead lastRead,
      Supplier<ChainInput.@Nullable Recent> chain,
      Supplier<String> unready,
      LongSupplier nanos) {
    this.chain = chain;
    this.board = board;
    this.lastRead = lastRead;
    this.unready = unready;
    this.nanos = nanos;
  }

  /** Keeps nothing of what pages were made from: nobody reads. */
  void forget() {
    synchronized (this) {
      found = null;
    }
    simulated = null;
  }

  /** Namespaces of which a page tells something; null while no pass was made. */
  @Nullable SortedSet<String> namespaces() {
    Snapshot snapshot = board.snapshot();
    return snapshot == null ? null : SeenEstate.told(snapshot);
  }

  /** The page that is wanted: the one of before where it says the same. */
  PageSource of(WantedPage wanted) {
    return new Source(wanted);
  }

  private final class Source implements PageSource {
    private final WantedPage wanted;
    private @Nullable SeenEstate of;
    private ChainInput.@Nullable Recent tells;
    private @Nullable LivePage last;

    Source(WantedPage wanted) {
      this.wanted = wanted;
    }

    @Override
    public LivePage read() throws UnreadableException {
      try {
        return made();
      } catch (RuntimeException e) {
        LOG.error("a page could not be made", e);
        throw new UnreadableException("the operator could not make this page; its log says why");
      }
    }

    private LivePage made() throws UnreadableException {
      Simulated from = wanted.access().facts() ? simulated() : new Simulated(found(), null);
      LivePage before = last;
      ChainInput.Recent recent = chain.get();
      if (before != null && of == from.of() && Objects.equals(tells, recent)) {
        return before;
      }
      Page page = page(from, recent, wanted);
      List<LeftOutObject> leftOut =
          new PageReader(wanted.access(), from.of().names()).shown(from.of().leftOut());
      String name = PageTree.name(page, leftOut);
      if (before == null || !before.name().equals(name)) {
        before = new LivePage(name, HtmlPage.live(page, wanted.language().sentences(), leftOut));
      }
      last = before;
      of = from.of();
      tells = recent;
      return before;
    }
  }

  private synchronized SeenEstate found() throws PageSource.UnreadableException {
    Snapshot snapshot = board.snapshot();
    LastRead.Objects read = lastRead.get();
    if (snapshot == null || read == null) {
      throw new PageSource.UnreadableException(unready.get());
    }
    SeenEstate now = SeenEstate.of(snapshot, read.objects());
    SeenEstate before = found;
    if (before != null && before.holds(now)) {
      return before;
    }
    found = now;
    return now;
  }

  /** The newest that is finished; only the first one is waited for. */
  private Simulated simulated() throws PageSource.UnreadableException {
    SeenEstate now = found();
    Simulated before = simulated;
    if (before == null) {
      simulating.lock();
    } else if (before.of() == now || nanos.getAsLong() - restsUntil < 0 || !simulating.tryLock()) {
      return before;
    }
    try {
      Simulated meanwhile = simulated;
      if (meanwhile != null && meanwhile != before) {
        return meanwhile;
      }
      long begin = nanos.getAsLong();
      Simulated made =
          new Simulated(
              now, SimulatedLosses.of(now.estate(), now.decisions(), now.recorded().signals()));
      long end = nanos.getAsLong();
      restsUntil = end + (end - begin);
      simulated = made;
      return made;
    } finally {
      simulating.unlock();
    }
  }

  private static Page page(Simulated from, ChainInput.@Nullable Recent recent, WantedPage wanted) {
    PageAccess access = wanted.access();
    SeenEstate of = from.of();
    Predicate<WorkloadId> shown = id -> access.shows(id.namespace());
    PageInput input =
        new PageInput(
            of.estate(),
            of.decisions(),
            of.recorded(),
            shown,
            of.waivers().getOrDefault(wanted.language(), List.of()),
            of.breakGlass(),
            of.drills(),
            recent,
            Assessment.whole(of.estate(), of.decisions(), shown),
            false,
            null,
            new PageReader(access, of.names()));
    try {
      return PageAssembly.of(
          input, () -> Objects.requireNonNull(from.losses()), wanted.language().sentences());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
