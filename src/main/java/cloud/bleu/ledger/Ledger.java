package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.AnswerClock;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.evidence.chain.ChainClock;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commit point and the current state. A decision counts from the moment at which the API server
 * takes the ledger that carries it; then its WorkloadPlacement is written, then its entry leaves
 * the ledger, if it is kept where an export keeps it. Whoever takes over reads the ledger first and
 * finishes what is pending.
 *
 * <p>Decisions are committed and carried out batch by batch, in the order of {@link CommitOrder}.
 * Room that one of them gives back is nobody's before it is written, see {@link FreedRoom}. A
 * WorkloadPlacement whose write is refused or not answered holds up its own workload only, see
 * {@link CommittedWrites}.
 *
 * <p>Written by one thread; {@link #inForce} may be read by any.
 */
public final class Ledger implements AutoCloseable {

  private final LedgerStore store;
  private final PlacementWriter writer;
  private final Clock clock;
  private final ChainClock time = new ChainClock();
  private final PendingEntries pending = new PendingEntries();
  private final Export export;
  private final DecisionsInForce decisions;
  private final RefusedDecisions refused;
  final NamespaceWrites writes;
  private final CommittedWrites carryOut;
  private final LedgerBound room;
  private final ChainHead head;

  private boolean held;

  /** A ledger that is kept nowhere else. */
  public Ledger(KubernetesClient client, Clock clock) {
    this(client, clock, Export.NONE, null, new PlacementWriter(client, namespace -> true));
  }

  /**
   * @param export where entries are kept beyond the cluster
   * @param late run, on any thread, when an answer has come that nobody waited for any more: {@link
   *     #finish()} takes it; null: every answer is waited for
   * @param writer of the WorkloadPlacements
   */
  public Ledger(
      KubernetesClient client,
      Clock clock,
      Export export,
      @Nullable Runnable late,
      PlacementWriter writer) {
    this(client, clock, export, late, writer, AnswerClock.SYSTEM);
  }

  Ledger(
      KubernetesClient client,
      Clock clock,
      Export export,
      @Nullable Runnable late,
      PlacementWriter writer,
      AnswerClock answers) {
    this.clock = clock;
    this.export = export;
    this.store = new LedgerStore(client, answers::nanos);
    this.writer = writer;
    this.writes = new NamespaceWrites(late, answers);
    this.decisions = new DecisionsInForce(clock);
    this.refused = new RefusedDecisions(pending, answers::nanos);
    this.carryOut = new CommittedWrites(store::read, writer, writes, pending, decisions, refused);
    DryRuns dryRuns = new DryRuns(writer::ask, writes, carryOut::answered, answers::nanos);
    this.room = new LedgerBound(pending, refused, dryRuns);
    this.head = new ChainHead(store, pending, export);
  }

  /**
   * Reads ledger and placements from the server and finishes what is pending. To be called on
   * taking over, and after every {@link LedgerConflictException}. What this process sent is still
   * known as it was sent, also where the answer was lost; what it read is not.
   */
  public void recover() throws LedgerConflictException {
    carryOut.begin();
    pending.clear();
    refused.clear();
    room.clear();
    held = false;
    DecisionLedger read = head.known(store.read(), decisions::decided);
    DecisionsInForce.Read found =
        decisions.read(writer.list(), read, pending, refused::isToRestore);
    found.differing().forEach(refused::toRestore);
    read.getSpec().records().forEach(pending::add);
    head.begin(read, found.highest()).forEach(time::take);
    finish();
  }

  /** The object that an event about the ledger regards; without a uid before it was read. */
  public DecisionLedger object() {
    return head.object();
  }

  /** The current state as the engine reads it, at an instant that bounds the budget's hour. */
  public List<Placement> placements(Instant now) {
    return decisions.placements(now);
  }

  /** Every workload for which a decision is in force, with that decision. */
  public Map<WorkloadId, DecisionInForce> all() {
    return decisions.all();
  }

  /** The decision in force, null when there is none. */
  public @Nullable DecisionInForce inForce(WorkloadId id) {
    return decisions.of(id);
  }

  /**
   * The changes among some that cannot be committed now, as far as that is known beforehand. Their
   * namespace refuses much, the ledger is full, or it has little room and the server says that it
   * would not accept the WorkloadPlacement. All that is asked before a commit is one round of
   * writes.
   */
  public List<ProposedDecision> withhold(List<ProposedDecision> changes) {
    pending.settle(export.kept());
    return room.withhold(changes);
  }

  /** Says what the next {@link #commit} is not given, so that it says why these wait. */
  public void leaveOut(Collection<WorkloadId> ids) {
    room.leaveOut(ids);
  }

  /** Commits decisions as the other method does, with nothing beside. */
  public List<ProposedDecision> commit(List<ProposedDecision> changes)
      throws LedgerConflictException {
    return commit(changes, List.of(), null, CommitProgress.NONE);
  }

  /**
   * Commits decisions and carries them out as far as the WorkloadPlacements, batch by batch. Only
   * what the API server refuses waits, see {@link #refused()}.
   *
   * @param proposed the decisions, the most urgent first
   * @param notes entries that decide nothing, which come after the decisions
   * @param inputs digest of what the decisions were taken on, null when that is not recorded
   * @param progress told after each batch but the last
   * @return the decisions that were committed: all, unless the ledger is full of refused ones, or
   *     one needs room that is not given back yet; the others are to be proposed anew
   * @throws LedgerConflictException when somebody else wrote the ledger: nothing of the rest of the
   *     batch counts, {@link #recover()} comes next
   */
  public List<ProposedDecision> commit(
      List<ProposedDecision> proposed,
      List<ChainNote> notes,
      @Nullable String inputs,
      CommitProgress progress)
      throws LedgerConflictException {
    // All of it is decided at one instant, however long it takes to be written.
    String now = time.at(clock.instant().truncatedTo(ChronoUnit.MILLIS)).toString();
    List<ProposedDecision> committed = new ArrayList<>();
    FreedRoom freed = new FreedRoom(proposed, decisions::of);
    Deque<ProposedDecision> left = freed.order();
    int noted = 0;
    held = false;
    writes.begin();
    room.begin();
    while (!left.isEmpty() || noted < notes.size()) {
      pending.settle(export.kept());
      pending.shed(Batch.MAX_WAITING, Batch.MOST_WAITING);
      held |= freed.removeHeld(left);
      List<ProposedDecision> batch = room.next(left, freed);
      int until = left.isEmpty() ? Batch.end(notes, noted, pending.size(), batch) : noted;
      if (!batch.isEmpty() || until > noted) {
        commitBatch(batch, notes.subList(noted, until), inputs, now);
      }
      committed.addAll(batch);
      freed.committed(batch);
      noted = until;
      if (!batch.isEmpty() && !left.isEmpty()) {
        progress.carriedOut(batch, FreedRoom.ids(left));
      }
    }
    room.end();
    carryOut.seen();
    refused.publish(room.withheld());
    if (!committed.isEmpty() || noted > 0) {
      head.settle();
    }
    return committed;
  }

  private void commitBatch(
      List<ProposedDecision> changes, List<ChainNote> notes, @Nullable String inputs, String now)
      throws LedgerConflictException {
    List<Entry> entries = head.append(changes, notes, inputs, now).entries();
    for (int i = 0; i < entries.size(); i++) {
      if (decisions.of(changes.get(i).id()) == null) {
        carryOut.isFirst(entries.get(i));
      }
      decisions.committed(entries.get(i), changes.get(i).budgeted());
    }
    carryOut.round();
    refused.publish(room.withheld());
  }

  /**
   * Writes what is committed and not yet written, and removes from the ledger what is written and
   * exported. What was refused is tried again when its time has come.
   *
   * @return whether everything is written
   */
  public boolean finish() throws LedgerConflictException {
    writes.begin();
    carryOut.round();
    refused.publish(room.withheld());
    head.settle();
    return pending.open().isEmpty();
  }

  /**
   * Writes WorkloadPlacements again that somebody changed or removed, now or as soon as that can be
   * tried.
   *
   * @return those that were written by now
   */
  public Set<WorkloadId> restore(Collection<WorkloadId> ids) {
    writes.begin();
    Set<WorkloadId> written = carryOut.restore(ids);
    refused.publish(room.withheld());
    return written;
  }

  /**
   * Why the WorkloadPlacement of a decision is not as decided, by workload; also of workloads that
   * are gone and whose placement is to go. May be asked by any thread.
   */
  public Map<WorkloadId, Refusal> refused() {
    return refused.all();
  }

  /** What a webhook or a policy stored in the place of the ledger as it was sent; null: nothing. */
  public @Nullable Refusal altered() {
    return store.altered();
  }

  /** Asks, where it is time, whether {@link #altered} holds still. The answer may take long. */
  public void askAgain() throws LedgerConflictException {
    head.askAgain();
  }

  /** How long until {@link #finish} or {@link #askAgain} has something to try; null: nothing. */
  public @Nullable Duration untilRetry() {
    Duration own = refused.untilRetry(id -> writes.isFree(id.namespace(), id));
    return Retries.sooner(own, Retries.sooner(room.untilRetry(writes::isFree), store.untilAsked()));
  }

  /** Whether a decision is written since {@link #commit}, or one without room is due again. */
  public boolean isWorthAPass() {
    return carryOut.isNews() || room.isNews(writes::isFree);
  }

  /**
   * Whether the last {@link #commit} left out decisions that need room which another one gave back,
   * because that one is not written: they are to be decided anew at once.
   */
  public boolean isHeld() {
    return held;
  }

  /** Has what was refused in some namespaces tried again with the next {@link #finish()}. */
  public void retryRefused(Predicate<String> namespaces) {
    refused.retryRefused(namespaces);
    room.retryRefused(namespaces);
  }

  @Override
  public void close() {
    writes.close();
  }
}
