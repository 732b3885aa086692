package cloud.bleu.cli.whatif;

import cloud.bleu.ci.Markdown;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Contingency.Event;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan changes of the evacuation plans in force: what moves at a loss, and whom it evicts. A
 * workload without a placement in force has none that could change, and of one that is suspended or
 * kept nothing is written.
 */
final class EvacuationDiff {
  /** So many losses of a workload are told in text; the tree has all. */
  private static final int MOST = 3;

  /** What is done at one loss, now and as planned; null: the loss is not planned for. */
  private record Change(Event event, @Nullable Contingency now, @Nullable Contingency planned) {
    boolean evictsOthers() {
      return !evicts(now).equals(evicts(planned));
    }

    private static List<Contingency.Eviction> evicts(@Nullable Contingency c) {
      return c == null ? List.of() : c.evicts();
    }
  }

  private record Changed(WorkloadId workload, boolean stays, List<Change> changes) {}

  private final List<Changed> all = new ArrayList<>();

  EvacuationDiff(Estate estate, Plan plan, Set<WorkloadId> wanted) {
    for (Decision decision : plan.decisions()) {
      Placement placement =
          estate.placements().stream()
              .filter(p -> p.id().equals(decision.id()))
              .findFirst()
              .orElse(null);
      boolean writes =
          !(decision.outcome() instanceof Decision.Outcome.Suspended)
              && !(decision.outcome() instanceof Decision.Outcome.Kept);
      if (placement != null && writes && wanted.contains(decision.id())) {
        List<Change> changes = changes(placement.contingency(), decision.contingency());
        if (!changes.isEmpty()) {
          boolean stays = PlanDiff.counts(placement).equals(PlanDiff.counts(decision));
          all.add(new Changed(decision.id(), stays, changes));
        }
      }
    }
    all.sort(Comparator.comparing(Changed::workload));
  }

  private static List<Change> changes(List<Contingency> now, List<Contingency> planned) {
    SortedSet<Event> events = new TreeSet<>();
    Stream.concat(now.stream(), planned.stream()).map(Contingency::event).forEach(events::add);
    return events.stream()
        .map(event -> new Change(event, of(event, now), of(event, planned)))
        .filter(change -> !Objects.equals(change.now(), change.planned()))
        .toList();
  }

  private static @Nullable Contingency of(Event event, List<Contingency> list) {
    return list.stream().filter(c -> c.event().equals(event)).findFirst().orElse(null);
  }

  /**
   * Those that say something new: the replicas stay where they are, or others are evicted. Where
   * replicas move, what is done at a loss changes with them.
   */
  private List<Changed> told() {
    return all.stream()
        .filter(c -> c.stays() || c.changes().stream().anyMatch(Change::evictsOthers))
        .toList();
  }

  /** Of whom there is something new to say, sorted. */
  List<WorkloadId> workloads() {
    return told().stream().map(Changed::workload).toList();
  }

  /** One paragraph a workload; empty if there is none. */
  String text() {
    return told().stream()
        .map(c -> Table.wrapped("evacuation plan of " + c.workload() + ": " + words(c), 2))
        .collect(Collectors.joining());
  }

  /** Rows of a table in Markdown: workload, and what changes. */
  List<String> rows() {
    return told().stream()
        .map(
            c ->
                "| %s | %s |\n"
                    .formatted(Markdown.cell(c.workload().toString()), Markdown.cell(words(c))))
        .toList();
  }

  private static String words(Changed changed) {
    List<Change> changes = changed.changes();
    String first =
        changes.stream().limit(MOST).map(EvacuationDiff::words).collect(Collectors.joining("; "));
    int others = changes.size() - MOST;
    return others <= 0
        ? first
        : first + "; and of " + others + (others == 1 ? " loss" : " losses") + " more";
  }

  /** {@code at the loss of zone north 2 to south, before 2 to east}. */
  private static String words(Change change) {
    String now = words(change.now());
    String planned = words(change.planned());
    if (change.now() != null && change.planned() != null && now.equals(planned)) {
      now = "with " + change.now().keeps() + " kept";
      planned = planned + ", with " + change.planned().keeps() + " kept";
    }
    return "at the loss of " + change.event() + " " + planned + ", before " + now;
  }

  private static String words(@Nullable Contingency c) {
    if (c == null) {
      return "no plan";
    }
    boolean whole = c.event().scope().equals(Scope.ZONE);
    String moves =
        c.moves().stream()
            .map(m -> m.replicas() + (whole ? "" : " from " + m.from()) + " to " + m.to())
            .collect(Collectors.joining(" and "));
    String evicts =
        c.evicts().stream()
            .map(e -> e.replicas() + " of " + e.workload() + " in " + e.zone())
            .collect(Collectors.joining(" and "));
    return (moves.isEmpty() ? "nothing moves" : moves)
        + (evicts.isEmpty() ? "" : ", evicting " + evicts);
  }

  /**
   * All that changes, also where replicas move: for each workload and loss what is done {@code
   * from} now on, and {@code to} what it changes; null: the loss is not planned for.
   */
  List<Map<String, Object>> tree() {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Changed changed : all) {
      for (Change change : changed.changes()) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("namespace", changed.workload().namespace());
        tree.put("name", changed.workload().name());
        tree.put("event", change.event().toString());
        tree.put("from", tree(change.now()));
        tree.put("to", tree(change.planned()));
        trees.add(tree);
      }
    }
    return trees;
  }

  private static @Nullable Map<String, Object> tree(@Nullable Contingency c) {
    return c == null ? null : PlanTree.contingency(c);
  }
}
