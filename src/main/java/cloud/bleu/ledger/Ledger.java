package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.Placement;
import cloud.bleu.placement.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The commit point and the current state. A decision counts from the moment at which the API server
 * takes the ledger that carries it; then its WorkloadPlacement is written, then its entry leaves
 * the ledger. Whoever takes over reads the ledger first and finishes what is pending.
 *
 * <p>Written by one thread; {@link #inForce} may be read by any.
 */
public final class Ledger {

  private final LedgerStore store;
  private final PlacementWriter writer;
  private final Clock clock;
  private final Map<WorkloadId, InForce> state = new ConcurrentHashMap<>();
  private final List<Entry> pending = new ArrayList<>();
  private @Nullable DecisionLedger head;

  /**
   * The highest sequence in a WorkloadPlacement: a ledger that somebody removed goes on from here.
   */
  private long floor;

  public Ledger(KubernetesClient client, Clock clock) {
    this.store = new LedgerStore(client);
    this.writer = new PlacementWriter(client);
    this.clock = clock;
  }

  /**
   * Reads ledger and placements from the server and finishes what is pending. To be called on
   * taking over, and after every {@link LedgerConflictException}.
   */
  public void recover() throws LedgerConflictException {
    state.clear();
    pending.clear();
    DecisionLedger read = store.read();
    floor = 0;
    for (WorkloadPlacement wp : writer.list()) {
      WorkloadId id = id(wp);
      String uid = wp.getSpec() == null ? null : wp.getSpec().workloadRef().uid();
      floor = Math.max(floor, Entries.sequence(wp.getSpec()));
      if (wp.getSpec() != null && uid != null) {
        state.put(id, new InForce(uid, wp.getSpec(), true, PlacementWriter.recentMoves(wp), null));
      }
    }
    for (Entry entry : read.getSpec().entries()) {
      WorkloadId id = id(entry);
      InForce known = state.get(id);
      if (known != null && Entries.sequence(known.spec()) >= entry.sequence()) {
        continue;
      }
      int moved = budgeted(entry, known);
      remember(id, entry, moved);
      pending.add(entry);
    }
    head = read;
    finish();
  }

  /** The current state as the engine reads it, at an instant that bounds the budget's hour. */
  public List<Placement> placements(Instant now) {
    List<Placement> placements = new ArrayList<>();
    state.forEach(
        (id, inForce) ->
            placements.add(
                PlacementSpecs.placement(id, inForce.spec(), inForce.recent().before(now))));
    return placements;
  }

  /** Every workload for which a decision is in force, with that decision. */
  public Map<WorkloadId, InForce> all() {
    return Map.copyOf(state);
  }

  /** The decision in force, null when there is none. */
  public @Nullable InForce inForce(WorkloadId id) {
    return state.get(id);
  }

  /**
   * Commits decisions and carries them out as far as the WorkloadPlacements.
   *
   * @throws LedgerConflictException when somebody else wrote the ledger: nothing of the rest of the
   *     batch counts, {@link #recover()} comes next
   */
  public void commit(List<Change> changes) throws LedgerConflictException {
    for (int from = 0; from < changes.size(); ) {
      int end = Batch.end(changes, from, pending);
      commitBatch(changes.subList(from, end));
      from = end;
    }
  }

  /**
   * Writes what is committed and not yet written, and removes it from the ledger.
   *
   * @return whether nothing is pending any more
   */
  public boolean finish() throws LedgerConflictException {
    List<Entry> done = new ArrayList<>();
    for (Entry entry : pending) {
      InForce inForce = state.get(id(entry));
      RecentMoves recent = inForce == null ? RecentMoves.NONE : inForce.recent();
      if (superseded(entry) || writer.carryOut(entry, recent)) {
        done.add(entry);
        state.computeIfPresent(
            id(entry),
            (id, now) ->
                Entries.sequence(now.spec()) == entry.sequence() ? now.asPublished() : now);
      }
    }
    pending.removeAll(done);
    DecisionLedger read = head();
    if (read.getSpec().entries().size() != pending.size()) {
      head =
          store.write(
              read,
              new DecisionLedgerSpec(
                  read.getSpec().sequence(), read.getSpec().headHash(), List.copyOf(pending)));
    }
    return pending.isEmpty();
  }

  /**
   * Writes a WorkloadPlacement again that somebody changed or removed.
   *
   * @return whether it was written
   */
  public boolean restore(WorkloadId id) {
    InForce inForce = state.get(id);
    return inForce != null && inForce.published() && writer.restore(id, inForce);
  }

  private void commitBatch(List<Change> changes) throws LedgerConflictException {
    DecisionLedger read = head();
    long sequence = Math.max(floor, read.getSpec().sequence());
    String previous = read.getSpec().headHash();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Entry> entries = new ArrayList<>();
    for (Change change : changes) {
      sequence++;
      Entry entry =
          new Entry(
              sequence,
              previous,
              new DecisionLedgerSpec.Subject(
                  change.id().namespace(), change.id().name(), change.uid()),
              change.digest(),
              change.asOf(),
              change.cause(),
              change.assignments(),
              change.contingency(),
              now.toString());
      previous = Entries.hash(entry);
      entries.add(entry);
    }
    List<Entry> all = new ArrayList<>(pending);
    all.addAll(entries);
    head = store.write(read, new DecisionLedgerSpec(sequence, previous, all));
    for (int i = 0; i < entries.size(); i++) {
      remember(id(entries.get(i)), entries.get(i), changes.get(i).budgeted());
    }
    pending.addAll(entries);
    finish();
  }

  private void remember(WorkloadId id, Entry entry, int moved) {
    if (entry.cause().equals(Entries.WITHDRAWN)) {
      state.computeIfPresent(
          id, (key, now) -> now.uid().equals(entry.workload().uid()) ? null : now);
      return;
    }
    InForce before = state.get(id);
    RecentMoves recent = before == null ? RecentMoves.NONE : before.recent();
    Instant at = entry.time() == null ? clock.instant() : Instant.parse(entry.time());
    state.put(
        id,
        new InForce(
            entry.workload().uid(),
            Entries.spec(entry),
            false,
            recent.plus(at, moved),
            entry.cause()));
  }

  /** Whether a later entry for the same workload is pending as well: only that one is written. */
  private boolean superseded(Entry entry) {
    for (Entry later : pending) {
      if (later.sequence() > entry.sequence() && later.workload().equals(entry.workload())) {
        return true;
      }
    }
    return false;
  }

  /** The moves that an entry found in the ledger made within the budget. */
  private static int budgeted(Entry entry, @Nullable InForce before) {
    if (before == null
        || !(entry.cause().equals("Rebalanced") || entry.cause().equals("Returned"))) {
      return 0;
    }
    int moved = 0;
    for (Assignment a : entry.assignments()) {
      int had = 0;
      for (Assignment b : before.spec().assignments()) {
        if (b.zone().equals(a.zone())) {
          had = b.replicas();
        }
      }
      moved += Math.max(0, a.replicas() - had);
    }
    return moved;
  }

  private DecisionLedger head() {
    return Objects.requireNonNull(head, "recover() comes first");
  }

  private static WorkloadId id(Entry entry) {
    return new WorkloadId(entry.workload().namespace(), entry.workload().name());
  }

  private static WorkloadId id(WorkloadPlacement wp) {
    return new WorkloadId(wp.getMetadata().getNamespace(), wp.getMetadata().getName());
  }
}
