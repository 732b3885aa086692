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
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.page.EnglishSentences;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages of what the newest pass saw and decided, one for each set of rights. Losses are simulated
 * once for all of them, and one thread at a time works here.
 */
final class EstatePages {
  private final SnapshotBoard board;
  private final LastRead lastRead;
  private final Supplier<String> unready;
  private @Nullable Found found;
  private @Nullable SimulatedLosses losses;

  /**
   * What pages are made from.
   *
   * @param names of every namespace
   */
  private record Found(
      Estate estate,
      List<Decision> decisions,
      List<StandingWaiver> waivers,
      List<DrillProof> drills,
      Set<String> names,
      Window window) {

    boolean holds(Found now) {
      return window.holds(now.estate.now())
          && estate.sameObjects(now.estate)
          && decisions.equals(now.decisions)
          && waivers.equals(now.waivers)
          && drills.equals(now.drills)
          && names.equals(now.names);
    }
  }

  /**
   * Reads nothing yet.
   *
   * @param unready why there is no page, while no pass was made
   */
  EstatePages(SnapshotBoard board, LastRead lastRead, Supplier<String> unready) {
    this.board = board;
    this.lastRead = lastRead;
    this.unready = unready;
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

  /** The page for who may list as much: the one of before where it says the same. */
  PageSource of(PageAccess access) {
    return new Source(access);
  }

  private final class Source implements PageSource {
    private final PageAccess access;
    private @Nullable Found of;
    private @Nullable LivePage last;
    private Map<String, Object> said = Map.of();

    Source(PageAccess access) {
      this.access = access;
    }

    @Override
    public LivePage read() throws UnreadableException {
      synchronized (EstatePages.this) {
        Found now = found();
        if (last == null || of != now) {
          Page page = page(now, access);
          Map<String, Object> says = new TreeMap<>(PageTree.of(page));
          says.remove("at");
          if (last == null || !says.equals(said)) {
            last = new LivePage(page.at(), HtmlPage.live(page, new EnglishSentences()));
          }
          of = now;
          said = says;
        }
        return last;
      }
    }
  }

  private Found found() throws PageSource.UnreadableException {
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
    losses = null;
    return now;
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
        StandingWaivers.of(
            objects.waivers(), snapshot.translation().waivers(), MessageBundle.ENGLISH),
        DrillProofs.of(
            objects.drills().stream()
                .sorted(Comparator.comparing(drill -> drill.getMetadata().getName()))
                .map(drill -> DrillStanding.of(drill, estate, estate.now()))
                .toList()),
        names,
        DecisionWindow.of(estate.now(), estate.zones(), estate.workloads()));
  }

  private Page page(Found of, PageAccess access) {
    Predicate<WorkloadId> wanted = id -> access.shows(id.namespace());
    PageInput input =
        new PageInput(
            of.estate(),
            of.decisions(),
            wanted,
            of.waivers(),
            of.drills(),
            null,
            Assessment.whole(of.estate(), of.decisions(), wanted).closing(),
            false,
            null,
            new PageReader(access, of.names()));
    try {
      return PageAssembly.of(input, () -> losses(of), new EnglishSentences());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SimulatedLosses losses(Found of) {
    SimulatedLosses simulated = losses;
    if (simulated == null) {
      simulated = SimulatedLosses.of(of.estate(), of.decisions());
      losses = simulated;
    }
    return simulated;
  }
}
