package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.FormerVolumes;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last committed decision for each workload. One thread changes it; any may read it. While
 * everything is read again, readers get what was known before.
 */
final class DecisionsInForce {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionsInForce.class);

  private final Clock clock;

  /** What this process decided and sent: no answer knows better what is in it. */
  private final Map<WorkloadId, Set<WorkloadPlacementSpec>> sent = new ConcurrentHashMap<>();

  private volatile Map<WorkloadId, DecisionInForce> state = new ConcurrentHashMap<>();

  DecisionsInForce(Clock clock) {
    this.clock = clock;
  }

  /** Every workload for which a decision is in force, with that decision. */
  Map<WorkloadId, DecisionInForce> all() {
    return Map.copyOf(state);
  }

  /** The decision in force, null when there is none. */
  @Nullable DecisionInForce of(WorkloadId id) {
    return state.get(id);
  }

  /**
   * As the engine reads them, at an instant that bounds the budget's hour. One whose plan nobody
   * can read has none.
   */
  List<Placement> placements(Instant now) {
    List<Placement> placements = new ArrayList<>();
    state.forEach(
        (id, inForce) ->
            placements.add(
                new Placement(
                    id,
                    inForce.spec().workloadRef().uid(),
                    PlacementSpecs.assignments(inForce.spec()),
                    inForce.plan().losses(),
                    inForce.recent().before(now),
                    FormerVolumes.of(inForce.spec().formerOrdinals()))));
    return placements;
  }

  /**
   * What came of reading everything again.
   *
   * @param highest sequence in a placement
   * @param differing workloads whose placement says otherwise than the decision that it is of
   */
  record Read(long highest, Set<WorkloadId> differing) {}

  /**
   * Replaces what was known by what the server has, except what is known better: see {@link
   * #known}.
   *
   * @param ledger whose entries become pending
   * @param toRestore workloads whose placement was to be written again as it was known
   */
  Read read(
      List<WorkloadPlacement> placements,
      DecisionLedger ledger,
      PendingEntries pending,
      Predicate<WorkloadId> toRestore) {
    Map<WorkloadId, DecisionInForce> found = new ConcurrentHashMap<>();
    Instant now = clock.instant();
    PendingMoves moves = PendingMoves.of(ledger);
    Set<WorkloadPlacementSpec> waiting =
        ledger.getSpec().entries().stream()
            .filter(e -> !e.cause().equals(Entries.WITHDRAWN))
            .map(Entries::spec)
            .collect(Collectors.toSet());
    Set<WorkloadId> differing = new HashSet<>();
    long highest = 0;
    for (WorkloadPlacement wp : placements) {
      WorkloadId id = new WorkloadId(wp.getMetadata().getNamespace(), wp.getMetadata().getName());
      String uid = Entries.uid(wp.getSpec());
      highest = Math.max(highest, Entries.sequence(wp.getSpec()));
      if (uid == null) {
        // Whoever wrote it: the other workloads go on.
        LOG.error(
            "a WorkloadPlacement does not say for which workload it is, so it counts for nothing:"
                + " {} has no spec.workloadRef.uid; if there is a BleuWorkload of that name, it is"
                + " decided anew and the placement is replaced; else remove it",
            id);
      } else {
        DecisionInForce known = known(id, uid, wp, waiting, now);
        found.put(id, known);
        if (known.published() && !ManagedWrites.isIn(wp.getSpec(), known.spec())) {
          differing.add(id);
        }
      }
    }
    state.forEach((id, known) -> keep(id, known, found, toRestore));
    for (Entry entry : ledger.getSpec().entries()) {
      DecisionInForce known = found.get(Entries.id(entry));
      pending.add(entry, moves.of(entry));
      if (known == null || Entries.sequence(known.spec()) < entry.sequence()) {
        remember(found, entry, moves.of(entry));
      } else if (known.published() || Entries.sequence(known.spec()) > entry.sequence()) {
        pending.carriedOut(entry);
      }
    }
    state = found;
    sent.keySet().forEach(this::keepSent);
    return new Read(highest, differing);
  }

  /**
   * The decision that a placement is of. What is known of the same one holds: wherever this process
   * took it, as it knows what it sent; and where it was read, if the server has nothing more to say
   * of it. A server with older kinds tells it without the fields that they do not have, and a
   * webhook or somebody may have changed it.
   *
   * @param waiting what the decisions say that are to be written
   */
  private DecisionInForce known(
      WorkloadId id,
      String uid,
      WorkloadPlacement wp,
      Set<WorkloadPlacementSpec> waiting,
      Instant now) {
    DecisionInForce before = state.get(id);
    WorkloadPlacementSpec spec = wp.getSpec();
    long sequence = Entries.sequence(spec);
    if (before != null && before.uid().equals(uid)) {
      if (Entries.sequence(before.spec()) == sequence) {
        if (before.spec().equals(spec)) {
          return before.asPublished();
        }
        if (isBetter(id, before.spec(), spec)
            && (before.published() || waiting.contains(before.spec()))) {
          return before;
        }
      }
      WorkloadPlacementSpec standing = before.standing();
      if (standing != null
          && Entries.sequence(standing) == sequence
          && isBetter(id, standing, spec)) {
        return new DecisionInForce(uid, standing, true, RecentMoves.of(wp, now), null);
      }
    }
    return new DecisionInForce(uid, spec, true, RecentMoves.of(wp, now), null);
  }

  private boolean isBetter(WorkloadId id, WorkloadPlacementSpec known, WorkloadPlacementSpec read) {
    return sent.getOrDefault(id, Set.of()).contains(known) || ManagedWrites.isIn(read, known);
  }

  /** What was to be restored before everything was read again is to be restored still. */
  private static void keep(
      WorkloadId id,
      DecisionInForce known,
      Map<WorkloadId, DecisionInForce> found,
      Predicate<WorkloadId> toRestore) {
    DecisionInForce live = found.get(id);
    boolean later =
        live != null
            && (!live.uid().equals(known.uid())
                || Entries.sequence(live.spec()) > Entries.sequence(known.spec()));
    if (known.published() && toRestore.test(id) && !later) {
      found.put(id, known);
    }
  }

  /**
   * Takes a decision that is committed.
   *
   * @param moved replicas that count against the budget
   */
  void committed(Entry entry, int moved) {
    remember(state, entry, moved);
    decided(List.of(entry));
    keepSent(Entries.id(entry));
  }

  /**
   * Takes note of what this process decided, also where the answer was lost: {@link #read} comes
   * next then, and has them in force if they are.
   */
  void decided(List<Entry> entries) {
    for (Entry entry : entries) {
      if (!entry.cause().equals(Entries.WITHDRAWN)) {
        sent.computeIfAbsent(Entries.id(entry), key -> new HashSet<>()).add(Entries.spec(entry));
      }
    }
  }

  /** Keeps of what was sent only what is in force, or stands until that is written. */
  private void keepSent(WorkloadId id) {
    DecisionInForce now = state.get(id);
    sent.computeIfPresent(
        id,
        (key, specs) -> {
          specs.removeIf(
              spec -> now == null || !spec.equals(now.spec()) && !spec.equals(now.standing()));
          return specs.isEmpty() ? null : specs;
        });
  }

  /** The WorkloadPlacement of a decision is written. */
  void written(Entry entry) {
    state.computeIfPresent(
        Entries.id(entry),
        (id, now) -> Entries.sequence(now.spec()) == entry.sequence() ? now.asPublished() : now);
  }

  /**
   * The WorkloadPlacement of a decision is written after a newer decision took its place: it stands
   * until the newer one is written.
   */
  void writtenLate(Entry entry) {
    if (entry.cause().equals(Entries.WITHDRAWN)) {
      return;
    }
    state.computeIfPresent(
        Entries.id(entry),
        (id, now) ->
            now.uid().equals(entry.workload().uid())
                    && Entries.sequence(now.spec()) > entry.sequence()
                ? now.over(Entries.spec(entry))
                : now);
    decided(List.of(entry));
    keepSent(Entries.id(entry));
  }

  private void remember(Map<WorkloadId, DecisionInForce> into, Entry entry, int moved) {
    WorkloadId id = Entries.id(entry);
    if (entry.cause().equals(Entries.WITHDRAWN)) {
      into.computeIfPresent(
          id, (key, now) -> now.uid().equals(entry.workload().uid()) ? null : now);
      return;
    }
    DecisionInForce before = into.get(id);
    RecentMoves recent = before == null ? RecentMoves.NONE : before.recent();
    Instant at = entry.time() == null ? clock.instant() : Instant.parse(entry.time());
    into.put(
        id,
        new DecisionInForce(
            entry.workload().uid(),
            Entries.spec(entry),
            false,
            recent.plus(at, moved),
            entry.cause(),
            before == null || !before.uid().equals(entry.workload().uid())
                ? null
                : before.written()));
  }
}
