package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports decisions whose WorkloadPlacement is refused, to the controller of the workload, to
 * people and to metrics. It also reports a ledger that is stored otherwise than it was sent. The
 * placement loop calls it.
 */
public final class PlacementRefusals {

  private final Ledger ledger;
  private final RefusedWrites writes;
  private final Triggers triggers;
  private final Function<WorkloadId, @Nullable String> uids;
  private Map<WorkloadId, Told> told = Map.of();

  private record Told(Refusal refusal, ObjectReference regarding, boolean gone) {

    /** Not what is not even sent: nothing refuses it, and its workload says why it waits. */
    boolean isRefused() {
      return refusal.source() != Refusal.Source.Namespace;
    }
  }

  /**
   * @param uids of the workloads that there are, null for one that is gone
   */
  public PlacementRefusals(
      Ledger ledger,
      RefusedWrites writes,
      Triggers triggers,
      Function<WorkloadId, @Nullable String> uids) {
    this.ledger = ledger;
    this.writes = writes;
    this.triggers = triggers;
    this.uids = uids;
  }

  /**
   * Reports what differs from the last report. Then asks, where it is time, whether the ledger
   * would still be stored otherwise. A webhook may let that question hang, so it comes last.
   *
   * @throws LedgerConflictException when somebody else wrote the ledger: all is told by then
   */
  void tell() throws LedgerConflictException {
    tellOfPlacements();
    tellOfLedger();
    Refusal before = ledger.altered();
    ledger.askAgain();
    if (!Objects.equals(before, ledger.altered())) {
      tellOfLedger();
    }
  }

  private void tellOfPlacements() {
    Map<WorkloadId, Told> now = new HashMap<>();
    ledger.refused().forEach((id, refusal) -> now.put(id, told(id, refusal)));
    now.forEach(
        (id, one) -> {
          if (one.isRefused()) {
            writes.refused(
                RefusedWrites.Write.Placement,
                one.regarding(),
                one.gone() ? notDeleted(one.refusal()) : sentence(one.refusal()),
                one.refusal().source());
          }
          if (!one.equals(told.get(id))) {
            triggers.workload(id);
          }
        });
    told.forEach(
        (id, one) -> {
          Told still = now.get(id);
          if (still == null || !still.isRefused() || !still.regarding().equals(one.regarding())) {
            writes.over(RefusedWrites.Write.Placement, one.regarding());
          }
          if (still == null) {
            triggers.workload(id);
          }
        });
    told = now;
  }

  private void tellOfLedger() {
    ObjectReference regarding = EventRecorder.reference(ledger.object());
    Refusal altered = ledger.altered();
    if (altered == null) {
      writes.over(RefusedWrites.Write.Ledger, regarding);
    } else {
      writes.refused(
          RefusedWrites.Write.Ledger,
          regarding,
          "the DecisionLedger is stored otherwise than it was sent; this operator carries out what"
              + " it decided, and who takes over meanwhile what is stored: "
              + altered.sentence());
    }
  }

  /** What keeps the decision for a workload from being delivered; none: nothing of this kind. */
  public static List<DeliveryProblem> problems(@Nullable Refusal refusal) {
    return refusal == null
        ? List.of()
        : List.of(DeliveryProblem.passing(RefusedWrites.Write.Placement.reason, sentence(refusal)));
  }

  private static String sentence(Refusal refusal) {
    return "the WorkloadPlacement of the decision cannot be written, and nothing is delivered"
        + " without it: "
        + refusal.sentence();
  }

  private static String notDeleted(Refusal refusal) {
    return "the WorkloadPlacement of a workload that is gone cannot be deleted: "
        + refusal.sentence();
  }

  /** Regards the workload; of one that is gone, its WorkloadPlacement, which is to go. */
  private Told told(WorkloadId id, Refusal refusal) {
    String uid = uids.apply(id);
    ObjectReference regarding =
        EventRecorder.workload(id.namespace(), id.name(), uid == null ? "" : uid);
    if (uid == null) {
      regarding.setKind(new WorkloadPlacement().getKind());
    }
    return new Told(refusal, regarding, uid == null);
  }
}
