package cloud.bleu.cli.explain;

import cloud.bleu.cli.plan.PressBasis;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.offering.ProbableEnd;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.policy.WaiverStanding;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision with everything that led to it, for a text in any language and for programs. It is a
 * plan of now, or what the operator wrote down of one.
 *
 * @param estate with as many zones and providers as can be seen
 * @param policies that hold for the workload
 * @param zones with an answer, sorted by name
 * @param waived the uses of waivers that the decision stands on
 * @param ahead what changes with the days alone; null when that cannot be seen
 * @param ends of qualifications that nobody states and that are probable
 * @param idle waivers for the workload that set nothing aside now, with why not
 * @param breakGlass how the break-glass of the workload stands, null when it has none
 * @param context what is seen beside the decision
 */
public record ExplainedDecision(
    Estate estate,
    Workload workload,
    Decision decision,
    List<String> policies,
    List<ZoneLine> zones,
    Answers answers,
    List<Waived> waived,
    @Nullable List<Outlook.Turn> ahead,
    List<ProbableEnd> ends,
    List<WaiverStanding> idle,
    @Nullable BreakGlassStatus breakGlass,
    DecisionFacts foundations,
    DecisionContext context) {

  /**
   * What the rules say and on which facts.
   *
   * @param here what holds where it runs
   * @param notThere what keeps new replicas out of zones
   * @param breaches what fails where it runs
   * @param warnings what is to be known though it keeps nothing out
   * @param waived what would be a breach where it runs, and is set aside
   */
  public record Answers(
      List<GroupedVerdict> here,
      List<GroupedVerdict> notThere,
      List<GroupedVerdict> breaches,
      List<GroupedVerdict> warnings,
      List<GroupedVerdict> waived) {}

  /**
   * A zone as people see it.
   *
   * @param site null when it cannot be seen, as with {@code region} and {@code state}
   * @param cluster that it is in; null for the operator's own, and when it cannot be seen
   */
  public record ZoneLine(
      String name,
      @Nullable String site,
      @Nullable String region,
      @Nullable ZoneState state,
      @Nullable ZoneCluster cluster) {}

  /** A rule that a waiver sets aside in a zone, and until when. */
  public record Waived(
      String name, @Nullable String policy, String rule, String code, String zone, String until) {}

  /** Of a plan. */
  public static ExplainedDecision of(
      Translation translation, Workload workload, Decision decision, DecisionContext context) {
    return of(
        translation.estate(),
        workload,
        decision,
        translation.governedBy().getOrDefault(workload.id(), List.of()),
        Outlook.of(workload, translation.estate(), Outlook.DAYS),
        ProbableEnd.ahead(workload, translation.estate(), Outlook.DAYS),
        translation.waivers().stream()
            .filter(w -> workload.id().equals(w.workload()))
            .filter(w -> w.state() != WaiverState.InForce)
            .toList(),
        translation.breakGlass().get(workload.id()),
        context);
  }

  /** Of a decision in an estate, with what the estate does not know of it. */
  static ExplainedDecision of(
      Estate estate,
      Workload workload,
      Decision decision,
      List<String> policies,
      List<Outlook.Turn> ahead,
      List<ProbableEnd> ends,
      List<WaiverStanding> idle,
      @Nullable BreakGlassStatus breakGlass,
      DecisionContext context) {
    DecisionProof proof = new DecisionProof(workload, decision, estate);
    List<WaiverUse> uses = WaiverUse.of(workload, decision, estate);
    return new ExplainedDecision(
        estate,
        workload,
        decision,
        policies,
        estate.zones().stream().map(zone -> line(zone, context)).toList(),
        new Answers(
            proof.here(),
            proof.notThere(),
            proof.breaches(),
            proof.warnings(),
            proof.told(uses.stream().map(WaiverUse::verdict).toList())),
        uses.stream().map(ExplainedDecision::waived).toList(),
        ahead,
        ends,
        idle,
        breakGlass,
        new DecisionFacts(estate, workload, decision),
        context);
  }

  /** Why replicas are missing, or nothing new is decided; null if all is decided and placed. */
  public Decision.@Nullable Reason reason() {
    return decision.reason() == null ? context.standing() : decision.reason();
  }

  /** Why what is decided does not run, as {@code code: sentence}; empty when it runs. */
  public List<String> notRunning() {
    Condition unavailable = context.unavailable();
    return unavailable == null
        ? List.of()
        : List.of(unavailable.getReason() + ": " + unavailable.getMessage());
  }

  private static ZoneLine line(Zone zone, DecisionContext context) {
    return new ZoneLine(
        zone.name(), zone.site(), zone.region(), zone.state(), context.clusters().get(zone.name()));
  }

  private static Waived waived(WaiverUse use) {
    return new Waived(
        use.waiver().name(),
        use.statement().policy(),
        use.statement().name(),
        use.verdict().code(),
        use.verdict().zone(),
        use.waiver().until().toString());
  }

  /** Whether nothing better than the press speaks for the providers in use. */
  public boolean onPressFactsOnly() {
    return PressBasis.only(estate, workload, decision);
  }

  /** The turns ahead that can be seen. */
  public List<Outlook.Turn> turns() {
    return Objects.requireNonNullElse(ahead, List.of());
  }

  /** The day of the decision in Europe/Paris. */
  public LocalDate today() {
    return LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
  }

  /** Whether a zone is in another cluster than that of the operator. */
  public boolean spansClusters() {
    return zones.stream().anyMatch(z -> z.cluster() != null);
  }

  /** Whether the zones are seen with all that is known of them. */
  public boolean seesZones() {
    return zones.stream().allMatch(z -> z.site() != null);
  }
}
