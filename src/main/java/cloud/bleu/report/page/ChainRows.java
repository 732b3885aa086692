package cloud.bleu.report.page;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainWalk;
import cloud.bleu.evidence.chain.DecisionText;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.placement.model.WorkloadId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The newest entries of an export, and whether each names the one before it. */
final class ChainRows {
  /** Entries that are shown. */
  private static final int NEWEST = 50;

  /** Faults that are shown. */
  private static final int MOST_FAULTS = 10;

  private final ShownNames names;
  private final Predicate<WorkloadId> wanted;
  private final Deque<PageChain.Entry> newest = new ArrayDeque<>();
  private int entries;

  /**
   * Of a page.
   *
   * @param wanted the workloads that it is about; their decisions are shown
   */
  ChainRows(ShownNames names, Predicate<WorkloadId> wanted) {
    this.names = names;
    this.wanted = wanted;
  }

  PageChain of(Path directory) throws IOException {
    ChainWalk walk = new ChainWalk(directory, placed -> add(placed.line()));
    walk.walk();
    List<String> faults = new ArrayList<>();
    walk.faults().forEach(f -> faults.add(f.code() + " " + f.where()));
    walk.holes().forEach(h -> faults.add("EntryMissing " + h.from() + "-" + h.to()));
    ChainWalk.Placed first = walk.first();
    ChainWalk.Placed last = walk.last();
    return new PageChain(
        entries,
        first == null ? 0 : first.line().sequence(),
        last == null ? 0 : last.line().sequence(),
        last == null ? "" : last.line().hash(),
        faults.isEmpty(),
        faults.stream().limit(MOST_FAULTS).toList(),
        List.copyOf(newest));
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
    String workload = line.content("workload");
    String namespace = line.content("namespace");
    if (workload == null || namespace == null) {
      String name = Objects.requireNonNullElse(line.content("name"), "");
      return entry(line, names.free(name), "", "");
    }
    WorkloadId id = new WorkloadId(namespace, workload);
    return wanted.test(id) ? entry(line, names.title(id), "", "") : null;
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
          decision.assignments().stream()
              .filter(a -> a.replicas() > 0)
              .map(a -> a.zone() + "=" + a.replicas())
              .collect(Collectors.joining(", ")));
    } catch (IllegalArgumentException e) {
      return entry(line, "", "", "");
    }
  }

  private static PageChain.Entry entry(ChainLine line, String subject, String cause, String zones) {
    return new PageChain.Entry(
        line.sequence(), line.time(), line.kind(), subject, cause, zones, line.hash());
  }
}
