package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementGates of the governed namespaces, kept to the decisions in force: after their
 * WorkloadPlacements, before their children. Level-based, so that a new leader finds out by itself
 * what its predecessor had not written yet.
 *
 * <p>Written by the placement loop; asked by any.
 */
public final class Gates implements AutoCloseable {

  private static final DeliveryProblem FULL =
      DeliveryProblem.passing(
          "GateFull",
          "the PlacementGate of this namespace has no room for another workload: move workloads to"
              + " another namespace");

  private final HubGateWriter writer;
  private final GateWrites writes;
  private final Consumer<GatePlan> elsewhere;
  private final Predicate<String> served;
  private volatile GateCoverage coverage = GateCoverage.NONE;

  /** Workloads of which something else may be delivered, and nobody was asked to. */
  private final Set<WorkloadId> untold = new HashSet<>();

  /**
   * What came of writing.
   *
   * @param toDeliver workloads of which more, or less, may be delivered since they were last {@link
   *     #told}
   * @param again after how long a gate that was not written is tried again; null: all are written
   */
  public record Written(Set<WorkloadId> toDeliver, @Nullable Duration again) {}

  /**
   * What the gate of a namespace lets through of a decision, all of it as one write left it.
   *
   * @param open whether the decision may be delivered: there is no gate, or it has the decision
   * @param problems why the gate does not have it; none: it is on its way there
   * @param pods the zones of the pods of the namespace that others created; null while that is not
   *     known
   */
  public record Passage(
      boolean open, List<DeliveryProblem> problems, @Nullable PodAssignments pods) {
    public Passage {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param late run, on any thread, when an answer has come that nobody waited for any more
   * @param elsewhere given what the gates in other clusters are to say, before anything is
   *     delivered that they have to let in
   * @param served whether the gate of a namespace may be written; any other stays as it is
   */
  public Gates(
      HubGateWriter writer,
      RefusedWrites refused,
      Runnable late,
      Consumer<GatePlan> elsewhere,
      Predicate<String> served,
      Traces traces) {
    this.writer = writer;
    this.writes = new GateWrites(writer, refused, late, traces);
    this.elsewhere = elsewhere;
    this.served = served;
  }

  @Override
  public void close() {
    writes.close();
  }

  /** Has the gates of some namespaces tried again that were not written. */
  public void retryRefused(Predicate<String> namespaces) {
    writes.retryRefused(namespaces);
  }

  /**
   * Takes the answers that have come since the last {@link #write}.
   *
   * @return whether a gate is written since, or is not for another reason than before
   */
  public boolean takeAnswers() throws LedgerConflictException {
    return writes.takeAnswers();
  }

  /** After how long a gate that was not written is tried again; null: all are, or on their way. */
  public @Nullable Duration untilRetry() {
    return writes.untilRetry();
  }

  /** Reads every gate from the server. */
  public void recover() {
    writes.forgive();
    writer.recover();
    coverage = coverage.unread();
  }

  /** Takes note of a gate that a watch shows; says whether it is another than was written. */
  public boolean seen(String namespace, @Nullable PlacementGateSpec spec) {
    return writer.seen(namespace, spec);
  }

  /**
   * What may be delivered of a decision now.
   *
   * @param inForce null: there is none, and nothing is
   */
  public Passage passage(WorkloadId id, @Nullable DecisionInForce inForce) {
    GateCoverage now = coverage;
    return new Passage(
        inForce != null && now.open(id, inForce),
        problems(now, id),
        now.pods().get(id.namespace()));
  }

  /** Whether the decision may be delivered: its namespace is not governed, or its gate has it. */
  public boolean open(WorkloadId id, DecisionInForce inForce) {
    return coverage.open(id, inForce);
  }

  /** Why the gate of its namespace does not have the decision; none: it is on its way there. */
  private static List<DeliveryProblem> problems(GateCoverage now, WorkloadId id) {
    if (now.full().contains(id)) {
      return List.of(FULL);
    }
    String fault = now.faults().get(id.namespace());
    return fault == null ? List.of() : List.of(DeliveryProblem.passing("GateNotWritten", fault));
  }

  /**
   * The zones of the pods of a namespace that others created, as the last write left them; null
   * while that is not known.
   */
  public @Nullable PodAssignments pods(String namespace) {
    return coverage.pods().get(namespace);
  }

  /** Writes every gate that does not say what is decided. */
  public Written write(
      ApiObjects objects, Translation translation, Map<WorkloadId, DecisionInForce> decided)
      throws LedgerConflictException {
    return write(objects, translation, decided, namespace -> true);
  }

  /**
   * Writes the gates of some namespaces where they do not say what is decided; what is known of all
   * others stays as it is.
   */
  public Written write(
      ApiObjects objects,
      Translation translation,
      Map<WorkloadId, DecisionInForce> decided,
      Predicate<String> concerned)
      throws LedgerConflictException {
    elsewhere.accept(new DecidedGates(translation, decided, served));
    GateCoverage before = coverage;
    DesiredGates desired = new DesiredGates(objects, translation, decided);
    GateCoverage now =
        new GateRound(writer, writes, desired, before, concerned.and(served)).write();
    coverage = now;
    untold.addAll(now.changed(before, objects, decided.keySet()));
    return new Written(Set.copyOf(untold), writes.untilRetry());
  }

  /**
   * Takes note that those who deliver these workloads are asked to. Until then each {@link #write}
   * names them: a pass may end between the two.
   */
  public void told(Set<WorkloadId> workloads) {
    untold.removeAll(workloads);
  }

  /** The namespaces that ask for admission to keep, or to report on, the decisions. */
  public static Set<String> governed(ApiObjects objects) {
    return DesiredGates.governed(objects);
  }
}
