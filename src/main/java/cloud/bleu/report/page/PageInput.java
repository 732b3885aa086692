package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a page is made from.
 *
 * @param decisions on every workload of the estate
 * @param recorded what the operator wrote down of zones and of what stands in them
 * @param wanted the workloads that are asked for
 * @param waivers of every namespace, sorted
 * @param breakGlass how the break-glass of each workload stands that has one
 * @param chain where decisions as they came are from; null: the page has none
 * @param assessment of the workloads that are asked for
 * @param reader null: who reads has the rights of what was read
 */
public record PageInput(
    Estate estate,
    List<Decision> decisions,
    Recorded recorded,
    Predicate<WorkloadId> wanted,
    Collection<StandingWaiver> waivers,
    Map<WorkloadId, BreakGlassStatus> breakGlass,
    List<DrillProof> drills,
    @Nullable ChainInput chain,
    Assessment assessment,
    boolean redact,
    @Nullable String marking,
    @Nullable PageReader reader) {

  /** For somebody whose own rights the input was read with. */
  public PageInput(
      Estate estate,
      List<Decision> decisions,
      Recorded recorded,
      Predicate<WorkloadId> wanted,
      Collection<StandingWaiver> waivers,
      Map<WorkloadId, BreakGlassStatus> breakGlass,
      List<DrillProof> drills,
      @Nullable ChainInput chain,
      Assessment assessment,
      boolean redact,
      @Nullable String marking) {
    this(
        estate,
        decisions,
        recorded,
        wanted,
        waivers,
        breakGlass,
        drills,
        chain,
        assessment,
        redact,
        marking,
        null);
  }

  /**
   * What the operator wrote down of zones and of what stands in them.
   *
   * @param signals what would tell of the loss of each zone; one that has none is not looked at
   * @param clusters of zones that are not in the operator's own
   * @param fences by workload, of zones of which it is not seen what stands there
   */
  public record Recorded(
      Map<String, LossSignal> signals,
      Map<String, PageCluster> clusters,
      Map<WorkloadId, List<ZoneFence>> fences) {

    /** Nothing is written down. */
    public static final Recorded NONE = new Recorded(Map.of(), Map.of(), Map.of());

    public Recorded {
      signals = Map.copyOf(signals);
      clusters = Map.copyOf(clusters);
      fences = Map.copyOf(fences);
    }
  }

  /**
   * A waiver as it was read.
   *
   * @param workload that it is for; null when it cannot be read
   * @param shown with the names that it has
   */
  public record StandingWaiver(String namespace, @Nullable WorkloadId workload, PageWaiver shown) {}
}
