package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.evidence.chain.ChainClock;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.Note;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.refusal.NamespaceWrites;
import cloud.bleu.refusal.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commit point and the current state. A decision counts from the moment at which the API server
 * takes the ledger that carries it; then its WorkloadPlacement is written, then its entry leaves
 * the ledger, if it is kept where an export keeps it. Whoever takes over reads the ledger first and
 * finishes what is pending.
 *
 * <p>A WorkloadPlacement whose write is not answered holds up its own namespace only, see {@link
 * NamespaceWrites}.
 *
 * <p>Written by one thread; {@link #inForce} may be read by any.
 */
public final class Ledger implements AutoCloseable {

  private final LedgerStore store;
  private final PlacementWriter writer;
  private final Clock clock;
  private final ChainClock time = new ChainClock();
  private volatile Map<WorkloadId, InForce> state = new ConcurrentHashMap<>();
  private final Pending pending = new Pending();
  private final Export export;

  /** Sequences of decisions that are the first for their workload: nothing is written over. */
  private final Set<Long> first = new HashSet<>();

  private final RefusedDecisions refused;
  private final NamespaceWrites writes;
  private final LedgerRoom room;

  private volatile @Nullable DecisionLedger head;

  /** Whether something is written since the last commit. */
  private boolean news;

  /**
   * The highest sequence in a WorkloadPlacement: a ledger that somebody removed goes on from here.
   */
  private long floor;

  /** A ledger that is kept nowhere else. */
  public Ledger(KubernetesClient client, Clock clock) {
    this(client, clock, Export.NONE);
  }

  /**
   * @param export where entries are kept beyond the cluster
   */
  public Ledger(KubernetesClient client, Clock clock, Export export) {
    this(client, clock, export, null);
  }

  /**
   * @param export where entries are kept beyond the cluster
   * @param late run, on any thread, when an answer has come that nobody waited for any more: {@link
   *     #finish()} takes it; null: every answer is waited for
   */
  public Ledger(KubernetesClient client, Clock clock, Export export, @Nullable Runnable late) {
    this(client, clock, export, late, System::nanoTime);
  }

  Ledger(
      KubernetesClient client,
      Clock clock,
      Export export,
      @Nullable Runnable late,
      LongSupplier nanos) {
    this.export = export;
    this.refused = new RefusedDecisions(pending, nanos);
    this.store = new LedgerStore(client);
    this.writer = new PlacementWriter(client);
    this.writes = new NamespaceWrites(late);
    this.room = new LedgerRoom(pending, refused, writer, writes, this::answered, nanos);
    this.clock = clock;
  }

  /**
   * Reads ledger and placements from the server and finishes what is pending. To be called on
   * taking over, and after every {@link LedgerConflictException}. A placement that {@link #restore}
   * was asked for and could not write is still known as it was written.
   */
  public void recover() throws LedgerConflictException {
    // Those who ask meanwhile are told what was known before.
    Map<WorkloadId, InForce> found = new ConcurrentHashMap<>();
    Map<WorkloadId, InForce> before = state;
    writes.forgive();
    pending.clear();
    first.clear();
    refused.clear();
    room.clear();
    DecisionLedger read = store.read();
    floor = 0;
    for (WorkloadPlacement wp : writer.list()) {
      WorkloadId id = id(wp);
      String uid = wp.getSpec() == null ? null : wp.getSpec().workloadRef().uid();
      floor = Math.max(floor, Entries.sequence(wp.getSpec()));
      if (wp.getSpec() != null && uid != null) {
        found.put(id, new InForce(uid, wp.getSpec(), true, RecentMoves.of(wp), null));
      }
    }
    before.forEach((id, known) -> keep(id, known, found));
    for (Entry entry : read.getSpec().entries()) {
      WorkloadId id = id(entry);
      InForce known = found.get(id);
      pending.add(entry);
      if (known != null && Entries.sequence(known.spec()) >= entry.sequence()) {
        pending.carriedOut(entry);
      } else {
        remember(found, id, entry, budgeted(entry, known));
      }
    }
    state = found;
    read.getSpec().records().forEach(pending::add);
    List<ChainLine> lines = new ArrayList<>();
    pending.entries().forEach(e -> lines.add(Entries.line(e)));
    pending.records().forEach(r -> lines.add(Entries.line(r)));
    lines.sort(Comparator.comparingLong(ChainLine::sequence));
    lines.forEach(time::take);
    SignedHead remembered = LedgerStore.signed(read);
    if (remembered != null) {
      export.signedBefore(remembered);
    }
    export.take(lines);
    head = read;
    finish();
  }

  /** The object that an event about the ledger regards; without a uid before it was read. */
  public DecisionLedger object() {
    DecisionLedger read = head;
    DecisionLedger object = new DecisionLedger();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(LedgerStore.NAME)
            .withUid(read == null ? null : read.getMetadata().getUid())
            .build());
    return object;
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

  /** Commits decisions as {@link #commit(List, List, String)} does, with nothing beside. */
  public List<Change> commit(List<Change> changes) throws LedgerConflictException {
    return commit(changes, List.of(), null);
  }

  /**
   * Commits decisions and carries them out as far as the WorkloadPlacements. What the API server
   * refuses waits, see {@link #refused()}; nobody else waits for it.
   *
   * @param proposed the decisions
   * @param notes entries that decide nothing, which come after the decisions
   * @param inputs digest of what the decisions were taken on, null when that is not recorded
   * @return the decisions that were committed: all, unless the ledger is full of refused ones; the
   *     others are to be proposed anew
   * @throws LedgerConflictException when somebody else wrote the ledger: nothing of the rest of the
   *     batch counts, {@link #recover()} comes next
   */
  public List<Change> commit(List<Change> proposed, List<Note> notes, @Nullable String inputs)
      throws LedgerConflictException {
    // All of it is decided at one instant, however long it takes to be written.
    String now = time.at(clock.instant().truncatedTo(ChronoUnit.MILLIS)).toString();
    List<Change> committed = new ArrayList<>();
    Deque<Change> left = new ArrayDeque<>(proposed);
    int noted = 0;
    writes.begin();
    room.begin();
    while (!left.isEmpty() || noted < notes.size()) {
      pending.settle(export.kept());
      pending.shed(Batch.MAX_WAITING, Batch.MOST_WAITING);
      List<Change> batch = room.next(left);
      int until = left.isEmpty() ? Batch.end(notes, noted, pending.size(), batch) : noted;
      if (!batch.isEmpty() || until > noted) {
        commitBatch(batch, notes.subList(noted, until), inputs, now);
      }
      committed.addAll(batch);
      noted = until;
    }
    room.end();
    news = false;
    refused.publish(room.withheld());
    return committed;
  }

  /**
   * Writes what is committed and not yet written, and removes from the ledger what is written and
   * exported. What was refused is tried again when its time has come.
   *
   * @return whether everything is written
   */
  public boolean finish() throws LedgerConflictException {
    writes.begin();
    return round();
  }

  private boolean round() throws LedgerConflictException {
    writes.takeAnswers();
    List<Turn> turns = new ArrayList<>();
    for (Entry entry : pending.open()) {
      if (pending.superseded(entry)) {
        first.remove(entry.sequence());
        refused.superseded(entry);
        pending.carriedOut(entry);
      } else if (refused.isDue(entry)) {
        turns.add(new Turn(refused.age(entry), entry.workload().namespace(), () -> send(entry)));
      }
    }
    for (WorkloadId id : refused.dueToRestore()) {
      turns.add(new Turn(refused.age(id), id.namespace(), () -> sendAgain(id)));
    }
    turns.sort(Comparator.comparingLong(Turn::age).reversed());
    for (Turn turn : turns) {
      // Of a namespace that fell silent in this round nothing more is sent.
      if (writes.isFree(turn.namespace()) && refused.isDue(turn.namespace())) {
        turn.send().run();
      }
    }
    refused.publish(room.withheld());
    pending.settle(export.kept());
    DecisionLedgerSpec read = head().getSpec();
    if (read.entries().size() != pending.entries().size()
        || read.records().size() != pending.records().size()
        || LedgerStore.isNews(export.signed(), head())) {
      head =
          store.write(
              head(),
              new DecisionLedgerSpec(
                  read.sequence(), read.headHash(), pending.entries(), pending.records()),
              export.signed());
    }
    return pending.open().isEmpty();
  }

  /**
   * A write that is due. What was never refused comes first, then what was longest ago: nobody
   * starves behind one that hangs each time.
   */
  private record Turn(long age, String namespace, Runnable send) {}

  private void send(Entry entry) {
    InForce inForce = state.get(id(entry));
    RecentMoves recent = inForce == null ? RecentMoves.NONE : inForce.recent();
    boolean unseen = first.remove(entry.sequence());
    String namespace = entry.workload().namespace();
    writes.send(
        namespace,
        () -> Optional.ofNullable(writer.carryOut(entry, recent, unseen)),
        answer -> carriedOut(entry, answer));
  }

  private void carriedOut(Entry entry, Supplier<Optional<Refusal>> answer) {
    Refusal refusal = answered(entry.workload().namespace(), answer);
    if (!pending.isOpen(entry)) {
      // Another decision took its place meanwhile. If this one is written, it is what stands.
      if (refusal == null && !entry.cause().equals(Entries.WITHDRAWN)) {
        state.computeIfPresent(
            id(entry),
            (id, now) ->
                now.uid().equals(entry.workload().uid())
                        && Entries.sequence(now.spec()) > entry.sequence()
                    ? now.over(Entries.spec(entry))
                    : now);
      }
    } else if (refusal != null) {
      refused.refused(entry, refusal);
    } else {
      pending.carriedOut(entry);
      news = true;
      state.computeIfPresent(
          id(entry),
          (id, now) -> Entries.sequence(now.spec()) == entry.sequence() ? now.asPublished() : now);
      refused.written(entry);
    }
  }

  /**
   * What refused a write; null: nothing. Where nobody answers while the server answers otherwise,
   * something that the server asks about this namespace hangs; so it does where the server says so
   * late. Whether it was written is seen when it is tried again.
   *
   * @throws KubernetesClientException when the server itself does not answer
   */
  private @Nullable Refusal answered(String namespace, Supplier<Optional<Refusal>> answer) {
    try {
      Refusal refusal = answer.get().orElse(null);
      if (refusal != null
          && refusal.source() == Refusal.Source.WebhookUnreachable
          && writes.isLate(namespace)) {
        refused.silent(namespace, refusal);
      } else {
        refused.answered(namespace);
      }
      return refusal;
    } catch (KubernetesClientException e) {
      Refusal unanswered = unanswered(e);
      refused.silent(namespace, unanswered);
      return unanswered;
    }
  }

  private Refusal unanswered(KubernetesClientException e) {
    Refusal unanswered = Refusal.unanswered(e);
    if (unanswered == null) {
      throw e;
    }
    store.read();
    return unanswered;
  }

  /**
   * Writes WorkloadPlacements again that somebody changed or removed, now or as soon as that can be
   * tried.
   *
   * @return those that were written by now
   */
  public Set<WorkloadId> restore(Collection<WorkloadId> ids) {
    ids.forEach(refused::toRestore);
    writes.begin();
    writes.takeAnswers();
    Set<WorkloadId> written = new HashSet<>();
    for (WorkloadId id : ids) {
      if (refused.isDue(id.namespace()) && writes.isFree(id.namespace()) && sendAgain(id)) {
        written.add(id);
      }
    }
    refused.publish(room.withheld());
    return written;
  }

  private boolean sendAgain(WorkloadId id) {
    InForce inForce = state.get(id);
    if (inForce == null || !inForce.published()) {
      refused.restored(id, null);
      return false;
    }
    boolean[] written = new boolean[1];
    writes.send(
        id.namespace(),
        () -> writer.restore(id, inForce),
        answer -> {
          Refusal refusal =
              answered(
                  id.namespace(),
                  () -> {
                    PlacementWriter.Restored restored = answer.get();
                    written[0] = restored.written();
                    return Optional.ofNullable(restored.refusal());
                  });
          refused.restored(id, refusal);
        });
    return written[0];
  }

  /** What was to be restored before everything was read again is to be restored still. */
  private void keep(WorkloadId id, InForce known, Map<WorkloadId, InForce> found) {
    InForce live = found.get(id);
    boolean later =
        live != null
            && (!live.uid().equals(known.uid())
                || Entries.sequence(live.spec()) > Entries.sequence(known.spec()));
    if (known.published() && refused.isToRestore(id) && !later) {
      found.put(id, known);
    }
  }

  /**
   * Why the WorkloadPlacement of a decision is not as decided, by workload; also of workloads that
   * are gone and whose placement is to go. May be asked by any thread.
   */
  public Map<WorkloadId, Refusal> refused() {
    return refused.all();
  }

  /** How long until {@link #finish()} tries again what was refused; null when nothing is. */
  public @Nullable Duration untilRetry() {
    Duration a = refused.untilRetry(writes::isFree);
    Duration b = room.untilRetry(writes::isFree);
    return a == null || b != null && b.compareTo(a) < 0 ? b : a;
  }

  /**
   * Whether a decision is written since the last {@link #commit}, or decisions that had no room in
   * the ledger are worth proposing again.
   */
  public boolean isWorthAPass() {
    if (news || room.isNews()) {
      return true;
    }
    Duration left = room.untilRetry(writes::isFree);
    return left != null && left.isZero();
  }

  /** Has what was refused in some namespaces tried again with the next {@link #finish()}. */
  public void hurry(Predicate<String> namespaces) {
    refused.hurry(namespaces);
    room.hurry(namespaces);
  }

  /** Ends the writes that are under way. */
  @Override
  public void close() {
    writes.close();
  }

  private void commitBatch(
      List<Change> changes, List<Note> notes, @Nullable String inputs, String now)
      throws LedgerConflictException {
    DecisionLedger read = head();
    long sequence = Math.max(floor, read.getSpec().sequence());
    String previous = read.getSpec().headHash();
    List<Entry> entries = new ArrayList<>();
    List<ChainRecord> records = new ArrayList<>();
    List<ChainLine> lines = new ArrayList<>();
    for (Change change : changes) {
      sequence++;
      Entry entry =
          new Entry(
              sequence,
              previous,
              change.subject(),
              change.digest(),
              change.asOf(),
              change.cause(),
              change.assignments(),
              change.contingency(),
              now,
              inputs);
      entries.add(entry);
      lines.add(Entries.line(entry));
      previous = lines.get(lines.size() - 1).hash();
    }
    for (Note note : notes) {
      sequence++;
      ChainRecord record = new ChainRecord(sequence, previous, note.kind(), note.content(), now);
      records.add(record);
      lines.add(Entries.line(record));
      previous = lines.get(lines.size() - 1).hash();
    }
    List<Entry> allEntries = new ArrayList<>(pending.entries());
    allEntries.addAll(entries);
    List<ChainRecord> allRecords = new ArrayList<>(pending.records());
    allRecords.addAll(records);
    head =
        store.write(
            read,
            new DecisionLedgerSpec(sequence, previous, allEntries, allRecords),
            export.signed());
    for (int i = 0; i < entries.size(); i++) {
      if (!state.containsKey(id(entries.get(i)))) {
        first.add(entries.get(i).sequence());
      }
      remember(state, id(entries.get(i)), entries.get(i), changes.get(i).budgeted());
      pending.add(entries.get(i));
    }
    records.forEach(pending::add);
    export.take(lines);
    round();
  }

  private void remember(Map<WorkloadId, InForce> into, WorkloadId id, Entry entry, int moved) {
    if (entry.cause().equals(Entries.WITHDRAWN)) {
      into.computeIfPresent(
          id, (key, now) -> now.uid().equals(entry.workload().uid()) ? null : now);
      return;
    }
    InForce before = into.get(id);
    RecentMoves recent = before == null ? RecentMoves.NONE : before.recent();
    Instant at = entry.time() == null ? clock.instant() : Instant.parse(entry.time());
    into.put(
        id,
        new InForce(
            entry.workload().uid(),
            Entries.spec(entry),
            false,
            recent.plus(at, moved),
            entry.cause(),
            before == null || !before.uid().equals(entry.workload().uid())
                ? null
                : before.written()));
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
