package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationFinding;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus.Inventory;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus.Next;
import cloud.bleu.api.v1alpha1.WaveTurn;
import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.DesiredCondition;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of a MigrationPlan, in the words of the API. */
public final class MigrationStatus {

  /** The condition that is a gate. */
  public static final String CLEAR = "NextWaveClear";

  private static final String INVALID = "InvalidSpec";

  private MigrationStatus() {}

  /** Of one that was read and planned. */
  public static MigrationPlanStatus of(
      MigrationPlan plan, MigrationOrder order, PlannedMigration planned) {
    WavePlan waves = planned.plan();
    LocalDate today = planned.readAt().atZone(ZoneRule.PARIS).toLocalDate();
    DesiredCondition gate = MigrationGate.of(waves, order.rules(), today);
    String ready =
        "the cluster was read, and its waves are planned"
            + (plan.getSpec().gate().equals("Refuse")
                ? "; admission is to refuse what comes before its wave"
                : "")
            + unused(waves, order.rules());
    WaveBeginnings before = new WaveBeginnings(plan);
    MigrationBound bound = new MigrationBound(conditions(plan, planned, ready, gate));
    List<String> begun = bound.begun(before.of(waves));
    List<WaveTurn> all = WaveTurns.of(waves, order.rules(), before, planned.readAt());
    List<WaveTurn> turns = bound.turns(all);
    Next next = bound.next(next(waves.next()));
    List<MigrationPlanStatus.Wave> told = bound.waves(waves, order.rules(), today);
    List<MigrationPlanStatus.Accepted> accepted = bound.accepted(accepted(order, planned, today));
    List<MigrationFinding> findings = bound.findings(planned.findings());
    return new MigrationPlanStatus(
        generation(plan),
        conditions(plan, planned, ready + bound.leftOut(), gate),
        planned.readAt().toString(),
        planned.assessment().asOf(),
        inventory(planned),
        next,
        told,
        more(waves.waves().size(), told.size()),
        turns,
        nextDay(planned.readAt()).toString(),
        more(WaveTurns.count(all), WaveTurns.count(turns)),
        begun,
        accepted,
        more(order.accepted().size(), accepted.size()),
        findings,
        more(planned.findings().size(), findings.size()));
  }

  private static List<Condition> conditions(
      MigrationPlan plan, PlannedMigration planned, String ready, DesiredCondition gate) {
    List<DesiredCondition> wanted = new ArrayList<>(Conditions.ready("MigrationPlanned", ready));
    wanted.add(gate);
    return conditions(plan, wanted, planned.readAt());
  }

  /** Rules that are of nothing that there is; empty where there are none. */
  private static String unused(WavePlan plan, WaveRules rules) {
    List<String> workloads =
        plan.waves().stream()
            .flatMap(w -> w.outcomes().stream())
            .map(WaveOutcome::workload)
            .toList();
    List<String> unused = rules.unused(plan.waves().size(), workloads);
    String told =
        unused.stream()
            .limit(MigrationPlanStatus.NOTES)
            .map(MigrationStatus::text)
            .collect(Collectors.joining("; "));
    return unused.isEmpty()
        ? ""
        : "; rules without use: "
            + told
            + (unused.size() > MigrationPlanStatus.NOTES ? "; and others" : "");
  }

  /** Of one whose spec is in error. */
  public static MigrationPlanStatus of(MigrationPlan plan, List<Problem> problems, Instant now) {
    String all = problems.stream().map(Problem::text).collect(Collectors.joining("; "));
    return of(plan, new MigrationFault(INVALID, all, true), now);
  }

  /** Of one that could not be read or planned; what was found before for this spec stays. */
  public static MigrationPlanStatus of(MigrationPlan plan, MigrationFault fault, Instant now) {
    List<DesiredCondition> wanted =
        new ArrayList<>(
            fault.isForPeople()
                ? Conditions.stalled(fault.reason(), fault.message())
                : Conditions.reconciling(fault.reason(), fault.message()));
    wanted.add(
        DesiredCondition.unknown(
            CLEAR, "MigrationNotPlanned", "nothing is planned on what is there now"));
    MigrationPlanStatus old = known(plan);
    return new MigrationPlanStatus(
        generation(plan),
        conditions(plan, wanted, now),
        old == null ? null : old.readAt(),
        old == null ? null : old.dataAsOf(),
        old == null ? null : old.inventory(),
        old == null ? null : old.next(),
        old == null ? List.of() : old.waves(),
        old == null ? null : old.moreWaves(),
        old == null ? List.of() : WaveTurns.shut(old.turns()),
        old == null ? null : old.turnsUntil(),
        old == null ? null : old.moreTurns(),
        plan.getStatus() == null ? List.of() : plan.getStatus().begun(),
        old == null ? List.of() : old.accepted(),
        old == null ? null : old.moreAccepted(),
        old == null ? List.of() : old.findings(),
        old == null ? null : old.moreFindings());
  }

  /**
   * When the day ends on which something was read: dates and freezes are of days in Europe/Paris.
   */
  public static Instant nextDay(Instant read) {
    return read.atZone(ZoneRule.PARIS)
        .toLocalDate()
        .plusDays(1)
        .atStartOfDay(ZoneRule.PARIS)
        .toInstant();
  }

  /** Whether it has all that admission goes by, which older operators did not write. */
  public static boolean hasTurns(MigrationPlanStatus status) {
    return status.next() == null
        || status.turnsUntil() != null && (!status.turns().isEmpty() || status.moreTurns() != null);
  }

  /** Its status while that describes the spec that it has; null else. */
  public static @Nullable MigrationPlanStatus known(MigrationPlan plan) {
    MigrationPlanStatus status = plan.getStatus();
    return status != null && Objects.equals(status.observedGeneration(), generation(plan))
        ? status
        : null;
  }

  /** Whether what it names was read, and planned. */
  public static boolean isPlanned(MigrationPlanStatus status) {
    return hasReady(status, "MigrationPlanned");
  }

  private static boolean hasReady(MigrationPlanStatus status, String reason) {
    Condition ready = Conditions.find(status.conditions(), "Ready");
    return ready != null && reason.equals(ready.getReason());
  }

  private static long generation(MigrationPlan plan) {
    Long generation = plan.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private static List<Condition> conditions(
      MigrationPlan plan, List<DesiredCondition> wanted, Instant now) {
    MigrationPlanStatus old = plan.getStatus();
    return Conditions.next(
        old == null ? List.of() : old.conditions(), wanted, generation(plan), now);
  }

  private static List<MigrationPlanStatus.Accepted> accepted(
      MigrationOrder order, PlannedMigration planned, LocalDate today) {
    List<MigrationPlanStatus.Accepted> told = new ArrayList<>();
    for (AcceptanceException one :
        order.accepted().stream().limit(MigrationPlanStatus.ACCEPTED).toList()) {
      long findings =
          planned.assessment().excepted().stream().filter(e -> e.exception().equals(one)).count();
      String state = one.hasExpired(today) ? "Expired" : findings == 0 ? "Unused" : "InForce";
      told.add(
          new MigrationPlanStatus.Accepted(
              one.code(),
              one.owner(),
              one.reason(),
              one.until().toString(),
              state,
              (int) findings));
    }
    return told;
  }

  private static Inventory inventory(PlannedMigration planned) {
    Assessment assessment = planned.assessment();
    TreeSet<String> notSeen = new TreeSet<>();
    assessment.workloads().forEach(w -> notSeen.addAll(w.notSeen()));
    long moved =
        planned.plan().waves().stream()
            .flatMap(w -> w.outcomes().stream())
            .filter(o -> o.state() == WaveOutcome.State.Moved)
            .count();
    return new Inventory(
        assessment.workloads().size(),
        (int) moved,
        count(assessment, Severity.Blocks),
        count(assessment, Severity.Change),
        count(assessment, Severity.Look),
        count(assessment, Severity.Fine),
        notSeen.size(),
        assessment.excepted().size(),
        FindingStatus.withoutOwner(planned.findings()));
  }

  private static int count(Assessment assessment, Severity severity) {
    return (int)
        assessment.workloads().stream()
            .map(WorkloadAnswer::answer)
            .filter(a -> a == severity)
            .count();
  }

  private static @Nullable Next next(@Nullable Wave wave) {
    if (wave == null) {
      return null;
    }
    List<MigrationPlanStatus.Obstacle> obstacles =
        wave.obstacles().stream()
            .limit(MigrationPlanStatus.OBSTACLES)
            .map(
                o ->
                    new MigrationPlanStatus.Obstacle(
                        o.kind().name(),
                        o.workload().isEmpty() ? null : Problem.visible(o.workload()),
                        text(o.says())))
            .toList();
    return new Next(
        wave.number(),
        wave.name(),
        wave.date() == null ? null : wave.date().toString(),
        obstacles,
        more(wave.obstacles().size(), obstacles.size()));
  }

  /** How many are not told; null: none. */
  static @Nullable Integer more(int all, int told) {
    return all > told ? Integer.valueOf(all - told) : null;
  }

  /** A text that fits into a field of the status. */
  static String text(String text) {
    return Problem.visible(text, MigrationPlanStatus.TEXT);
  }
}
