package cloud.bleu.operator.page;

import cloud.bleu.drill.DrillStanding;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageAccess;
import cloud.bleu.report.page.PageAssembly;
import cloud.bleu.report.page.PageInput;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import cloud.bleu.report.page.PageReader;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.report.page.SimulatedLosses;
import cloud.bleu.standing.DrillProofs;
import cloud.bleu.standing.StandingWaivers;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.LossSignals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of what the newest pass saw and decided, one for each set of rights and language. Losses are simulated
 * for all of them by one thread at a time, which then rests as long as that took: meanwhile pages
 * are of what was simulated before. A page without losses waits for none.
 */
final class EstatePages {
  private static final Logger LOG = LoggerFactory.getLogger(EstatePages.class);

  private final SnapshotBoard board;
  private final LastRead lastRead;
  private final Supplier<String> unready;
  private final LongSupplier nanos;
  private final ReentrantLock simulating = new ReentrantLock();
  private @Nullable Found found;
  private volatile @Nullable Simulated simulated;
  private volatile long restsUntil;

  /**
   * What pages are made from.
   *
   * @param names of every namespace
   */
  private record Found(
      Estate estate,
      List<Decision> decisions,
      Map<String, LossSignal> signals,
      Map<PageLanguage, List<StandingWaiver>> waivers,
      List<DrillProof> drills,
      Set<String> names,
      Window window) {

    boolean holds(Found now) {
      return window.holds(now.estate.now())
          && estate.sameObjects(now.estate)
          && decisions.equals(now.decisions)
          && signals.equals(now.signals)
          && waivers.equals(now.waivers)
          && drills.equals(now.drills)
          && names.equals(now.names);
    }
  }

  /** What pages with losses are made from; null for those without. */
  private record Simulated(Found of, @Nullable SimulatedLosses losses) {}

  /**
   * Reads nothing yet.
   *
   * @param unready why there is no page, while no pass was made
   * @param nanos a clock that nobody can set
   */
  EstatePages(
      SnapshotBoard board, LastRead lastRead, Supplier<String> unready, LongSupplier nanos) {
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
    if (snapshot == null) {
      return null;
    }
    SortedSet<String> namespaces = new TreeSet<>();
    snapshot.estate().workloads().forEach(w -> namespaces.add(w.id().namespace()));
    snapshot.translation().waivers().forEach(w -> add(namespaces, w.object().namespace()));
    return namespaces;
  }

  private static void add(Set<String> namespaces, @Nullable String namespace) {
    if (namespace != null) {
      namespaces.add(namespace);
    }
  }

  /** The page that is wanted: the one of before where it says the same. */
  PageSource of(WantedPage wanted) {
    return new Source(wanted);
  }

  private final class Source implements PageSource {
    private final WantedPage wanted;
    private @Nullable Found of;
    private @Nullable LivePage last;
    private byte[] said = {};

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
      if (before != null && of == from.of()) {
        return before;
      }
      Page page = page(from, wanted);
      byte[] says = digest(page);
      if (before == null || !Arrays.equals(says, said)) {
        before = new LivePage(page.at(), HtmlPage.live(page, wanted.language().sentences()));
      }
      last = before;
      of = from.of();
      said = says;
      return before;
    }
  }

  /** Of all that a page says but when it was made. */
  private static byte[] digest(Page page) {
    Map<String, Object> says = PageTree.of(page);
    says.remove("at");
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(says.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized Found found() throws PageSource.UnreadableException {
    Snapshot snapshot = board.snapshot();
    LastRead.Objects read = lastRead.get();
    if (snapshot == null || read == null) {
      throw new PageSource.UnreadableException(unready.get());
    }
    Found now = found(snapshot, read.objects());
    Found before = found;
    if (before != null && before.holds(now)) {
      return before;
    }
    found = now;
    return now;
  }

  /** The newest that is finished; only the first one is waited for. */
  private Simulated simulated() throws PageSource.UnreadableException {
    Found now = found();
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
      Simulated made = new Simulated(now, SimulatedLosses.of(now.estate(), now.decisions(), now.signals()));
      long end = nanos.getAsLong();
      restsUntil = end + (end - begin);
      simulated = made;
      return made;
    } finally {
      simulating.unlock();
    }
  }

  private Found found(Snapshot snapshot, ApiObjects objects) {
    Estate estate = snapshot.estate();
    SortedSet<String> names = new TreeSet<>();
    objects.namespaces().forEach(n -> names.add(n.getMetadata().getName()));
    estate.workloads().forEach(w -> names.add(w.id().namespace()));
    snapshot.translation().waivers().forEach(w -> add(names, w.object().namespace()));
    return new Found(
        estate,
        snapshot.decisions().values().stream().sorted(Comparator.comparing(Decision::id)).toList(),
        LossSignals.of(objects.zones()),
        waivers(snapshot, objects),
        DrillProofs.of(
            objects.drills().stream()
                .sorted(Comparator.comparing(drill -> drill.getMetadata().getName()))
                .map(drill -> DrillStanding.of(drill, estate, estate.now()))
                .toList()),
        names,
        DecisionWindow.of(estate.now(), estate.zones(), estate.workloads()));
  }

  private static Map<PageLanguage, List<StandingWaiver>> waivers(
      Snapshot snapshot, ApiObjects objects) {
    Map<PageLanguage, List<StandingWaiver>> waivers = new EnumMap<>(PageLanguage.class);
    for (PageLanguage language : PageLanguage.values()) {
      waivers.put(
          language,
          StandingWaivers.of(
              objects.waivers(), snapshot.translation().waivers(), language.findings()));
    }
    return waivers;
  }

  private static Page page(Simulated from, WantedPage wanted) {
    PageAccess access = wanted.access();
    Found of = from.of();
    Predicate<WorkloadId> shown = id -> access.shows(id.namespace());
    PageInput input =
        new PageInput(
            of.estate(),
            of.decisions(),
            of.signals(),
            shown,
            of.waivers().getOrDefault(wanted.language(), List.of()),
            of.drills(),
            null,
            Assessment.whole(of.estate(), of.decisions(), shown).closing(),
            false,
            null,
            new PageReader(access, of.names()));
    try {
      return PageAssembly.of(
          input,
          () -> Objects.requireNonNull(from.losses()),
          wanted.language().sentences());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
