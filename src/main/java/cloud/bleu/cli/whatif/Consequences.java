package cloud.bleu.cli.whatif;

import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.RestState;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two states of rest side by side. */
public final class Consequences {
  /** Losses that are counted, in the order in which they are shown. */
  static final List<Scope> SCOPES = List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);

  private final SortedMap<WorkloadId, Decision> before = new TreeMap<>();
  private final SortedMap<WorkloadId, Decision> after = new TreeMap<>();

  private final Map<When, Set<String>> silent = new EnumMap<>(When.class);
  private final List<OverfullZone> overfull;
  private final @Nullable String namespace;
  private final Decision.@Nullable Reason operatorLoss;

  /**
   * Of all workloads, or those of one namespace. All are placed, and the others do not count here.
   *
   * @param namespace null: all
   */
  public Consequences(RestState before, RestState after, @Nullable String namespace) {
    this.namespace = namespace;
    this.operatorLoss = operatorLoss(before.estate(), after.estate());
    this.overfull = OverfullZone.of(after);
    silent.put(When.BEFORE, silent(before.estate()));
    silent.put(When.AFTER, silent(after.estate()));
    keep(before.plan(), this.before);
    keep(after.plan(), this.after);
  }

  private static Set<String> silent(Estate estate) {
    return estate.zones().stream()
        .filter(zone -> zone.state() != ZoneState.Lost && zone.unhealthySince() != null)
        .map(Zone::name)
        .collect(Collectors.toSet());
  }

  private void keep(Plan plan, SortedMap<WorkloadId, Decision> kept) {
    plan.decisions().stream()
        .filter(d -> counts(d.id()))
        .forEach(decision -> kept.put(decision.id(), decision));
  }

  /** Whether a workload counts here. */
  public boolean counts(WorkloadId id) {
    return namespace == null || id.namespace().equals(namespace);
  }

  /** The one namespace whose workloads count; null: those of all do. */
  @Nullable String namespace() {
    return namespace;
  }

  /** Whether all was decided and every replica has a zone afterwards. */
  public boolean isComplete() {
    return after.values().stream().allMatch(Decision::whole);
  }

  private static Decision.@Nullable Reason operatorLoss(Estate before, Estate after) {
    HubLoss hub = new HubLoss(before);
    Set<String> lost = new HashSet<>();
    for (Zone zone : after.zones()) {
      if (zone.state() == ZoneState.Lost) {
        lost.add(zone.name());
      }
    }
    return hub.takes(lost) ? hub.reason() : null;
  }

  /**
   * Why nothing of this comes about yet: what is supposed takes the operator. Null: it does not.
   */
  Decision.@Nullable Reason operatorLoss() {
    return operatorLoss;
  }

  /** Zones that hold more than they have afterwards, whoever runs there. */
  List<OverfullZone> overfull() {
    return overfull;
  }

  /** A state of rest. */
  enum When {
    BEFORE,
    AFTER
  }

  /** Those that count. */
  Set<WorkloadId> workloads() {
    TreeSet<WorkloadId> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    return all;
  }

  Decision decision(When when, WorkloadId id) {
    Decision found = decisions(when).get(id);
    if (found == null) {
      throw new IllegalStateException("no decision on " + id);
    }
    return found;
  }

  SortedMap<WorkloadId, Decision> decisions(When when) {
    return when == When.BEFORE ? before : after;
  }

  /** Whether it stands elsewhere, lacks more or less, or survives other losses. */
  boolean differs(WorkloadId id) {
    Decision a = decision(When.BEFORE, id);
    Decision b = decision(When.AFTER, id);
    return a.missing() != b.missing()
        || !PlanFacts.zones(a).equals(PlanFacts.zones(b))
        || !PlanFacts.tolerates(a).equals(PlanFacts.tolerates(b));
  }

  /** Whether what is in breach afterwards is so already. */
  boolean isNew(WorkloadId id, Verdict verdict) {
    return decision(When.BEFORE, id).violations().stream()
        .noneMatch(
            v ->
                v.zone().equals(verdict.zone())
                    && v.code().equals(verdict.code())
                    && PlanFacts.statement(v).equals(PlanFacts.statement(verdict)));
  }

  /** Replicas of one workload that stand in another zone afterwards. */
  int moves(WorkloadId id) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Assignment a : decision(When.BEFORE, id).assignments()) {
      counts.merge(a.zone(), -a.replicas(), Integer::sum);
    }
    for (Assignment a : decision(When.AFTER, id).assignments()) {
      counts.merge(a.zone(), a.replicas(), Integer::sum);
    }
    int gained = counts.values().stream().mapToInt(c -> Math.max(0, c)).sum();
    int given = counts.values().stream().mapToInt(c -> Math.max(0, -c)).sum();
    return Math.min(gained, given);
  }

  int moves() {
    return workloads().stream().mapToInt(this::moves).sum();
  }

  /** Workloads of which every replica has a zone. */
  long placed(When when) {
    return decisions(when).values().stream().filter(d -> d.placed() && d.missing() == 0).count();
  }

  long replicas(When when) {
    return decisions(when).values().stream().mapToLong(PlanFacts::replicas).sum();
  }

  /** Of the replicas, those in zones of which nothing is heard: nobody knows that they run. */
  long unheard(When when) {
    return decisions(when).values().stream()
        .flatMap(d -> d.assignments().stream())
        .filter(a -> silent.getOrDefault(when, Set.of()).contains(a.zone()))
        .mapToLong(Assignment::replicas)
        .sum();
  }

  long missing(When when) {
    return decisions(when).values().stream().mapToLong(Decision::missing).sum();
  }

  /** Workloads that run in breach of an enforced rule. */
  long inBreach(When when) {
    return decisions(when).values().stream().filter(d -> !d.violations().isEmpty()).count();
  }

  /** Workloads that survive any one loss of that scope. */
  long surviving(When when, Scope scope) {
    Set<WorkloadId> surviving = new HashSet<>();
    for (Decision d : decisions(when).values()) {
      if (d.tolerates().stream().anyMatch(t -> t.scope().equals(scope) && t.count() > 0)) {
        surviving.add(d.id());
      }
    }
    return surviving.size();
  }
}
