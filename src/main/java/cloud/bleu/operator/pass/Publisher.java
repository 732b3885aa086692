package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Publishes one pass after the other. */
public final class Publisher {

  private final PublicationChannels channels;
  private final AdmissionAudit admission;
  private final SnapshotAssembly assembly;

  /**
   * @param channels take what is published
   * @param admission looks at the pods that run outside of decisions
   * @param assembly makes the snapshot of a pass
   */
  public Publisher(
      PublicationChannels channels, AdmissionAudit admission, SnapshotAssembly assembly) {
    this.channels = channels;
    this.admission = admission;
    this.assembly = assembly;
  }

  /**
   * Begins the publication of a pass, before anything of it is committed.
   *
   * @param waivers that decisions stand on, by workload
   */
  Publication publication(
      ReadEstate read, PassPlan planned, Map<WorkloadId, List<WaiverUse>> waivers) {
    List<ProposedDecision> all = new ArrayList<>(planned.proposed());
    all.addAll(planned.waiting());
    Set<WorkloadId> changing = all.stream().map(ProposedDecision::id).collect(Collectors.toSet());
    return new Publication(
        channels,
        read.objects(),
        read.translation(),
        all,
        () -> snapshot(read, planned, waivers, changing),
        read.decidedOn());
  }

  private Snapshot snapshot(
      ReadEstate read,
      PassPlan planned,
      Map<WorkloadId, List<WaiverUse>> waivers,
      Set<WorkloadId> changing) {
    // Those whose turn in this pass is still to come have a decision as well.
    Set<WorkloadId> decided = new HashSet<>(changing);
    decided.addAll(channels.ledger().all().keySet());
    return assembly.snapshot(
        read.objects(),
        read.translation(),
        planned,
        waivers,
        read.inputs(),
        decided,
        admission.look());
  }
}
