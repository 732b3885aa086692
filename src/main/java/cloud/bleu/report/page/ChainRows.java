package cloud.bleu.report.page;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainWalk;
import cloud.bleu.evidence.chain.DecisionText;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EntrySubject;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest entries of a chain, and whether each names the one before it. */
final class ChainRows {
  /** Entries that are shown. */
  private static final int NEWEST = 50;

  /** Faults that are shown. */
  private static final int MOST_FAULTS = 10;

  private final ShownNames names;
  private final Predicate<WorkloadId> wanted;
  private final Predicate<String> zones;
  private final PageReader reader;
  private final Deque<PageChain.Entry> newest = new ArrayDeque<>();
  private int entries;

  /**
   * Of a page.
   *
   * @param wanted the workloads that it is about; their decisions are shown
   * @param zones those that are on it; of others nothing is said
   * @param reader who sees everything also sees what concerns no workload
   */
  ChainRows(
      ShownNames names, Predicate<WorkloadId> wanted, Predicate<String> zones, PageReader reader) {
    this.zones = zones;
    this.names = names;
    this.reader = reader;
    this.wanted = wanted;
  }

  PageChain of(ChainInput from) throws IOException {
    return from instanceof ChainInput.Recent recent ? of(recent) : of((ChainInput.Export) from);
  }

  private PageChain of(ChainInput.Export from) throws IOException {
    ChainWalk walk = new ChainWalk(from.directory(), placed -> add(placed.line()));
    walk.heldTo(from.end()).walk();
    List<String> faults = new ArrayList<>();
    walk.breaks().forEach(f -> faults.add(f.code() + " " + f.where()));
    ChainWalk.Placed first = walk.first();
    ChainWalk.Placed last = walk.last();
    return chain(
        first == null ? null : first.line(), last == null ? null : last.line(), faults, null);
  }

  private PageChain of(ChainInput.Recent recent) {
    List<String> faults = new ArrayList<>(recent.failing());
    ChainLine before = null;
    for (ChainLine line : recent.lines()) {
      if (before != null && !line.previous().equals(before.hash())) {
        faults.add("EntryChanged " + before.sequence());
      }
      add(line);
      before = line;
    }
    return chain(
        recent.lines().isEmpty() ? null : recent.lines().get(0),
        before,
        faults,
        new PageChain.Kept(recent.exported(), recent.signed()));
  }

  private PageChain chain(
      @Nullable ChainLine first,
      @Nullable ChainLine last,
      List<String> faults,
      PageChain.@Nullable Kept kept) {
    return new PageChain(
        entries,
        first == null ? 0 : first.sequence(),
        last == null ? 0 : last.sequence(),
        last == null ? "" : last.hash(),
        faults.isEmpty(),
        faults.stream().limit(MOST_FAULTS).toList(),
        List.copyOf(newest),
        kept);
  }

  private void add(ChainLine line) {
    entries++;
    PageChain.Entry entry = entry(line);
    if (entry != null) {
      newest.addFirst(entry);
      if (newest.size() > NEWEST) {
        newest.removeLast();
      }
    }
  }

  /** Null for what is not shown: a heartbeat, or what concerns another namespace alone. */
  private PageChain.@Nullable Entry entry(ChainLine line) {
    if (line.kind().equals(EntryKinds.HEARTBEAT)) {
      return null;
    }
    if (line.fields().containsKey("workload")) {
      return decision(line);
    }
    EntrySubject subject = EntrySubject.of(line);
    if (subject == null) {
      if (!reader.seesEverything()) {
        return null;
      }
      String name = Objects.requireNonNullElse(line.content("name"), "");
      return entry(line, names.free(name), "", "");
    }
    WorkloadId id = subject.workload();
    return wanted.test(id) && (!subject.ofWaiver() || reader.access().showsWaivers(id.namespace()))
        ? entry(line, names.title(id), "", "")
        : null;
  }

  private PageChain.@Nullable Entry decision(ChainLine line) {
    try {
      DecisionText decision = DecisionText.of(line);
      if (!wanted.test(decision.id())) {
        return null;
      }
      return entry(
          line,
          names.title(decision.id()),
          decision.cause(),
          Assignment.text(
              decision.assignments().stream().filter(a -> zones.test(a.zone())).toList()));
    } catch (IllegalArgumentException e) {
      return reader.seesEverything() ? entry(line, "", "", "") : null;
    }
  }

  private static PageChain.Entry entry(ChainLine line, String subject, String cause, String zones) {
    return new PageChain.Entry(
        line.sequence(), line.time(), line.kind(), subject, cause, zones, line.hash());
  }
}
