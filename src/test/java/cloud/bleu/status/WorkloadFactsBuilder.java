package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Decision.Reason;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.fault.PodFault;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts about a workload of three replicas, all decided for zone a unless said otherwise. */
final class WorkloadFactsBuilder {

  private static final Estate B_LOST =
      cloud.bleu.placement.Estates.estate()
          .zone(cloud.bleu.placement.Estates.zone("b").state(ZoneState.Lost))
          .build();

  private int replicas = 3;
  private Outcome outcome;
  private boolean nowhere;
  private List<Decision.Relaxation> relax = List.of();
  private List<Verdict> violations = List.of();
  private List<Reason> shortfalls = List.of();
  private List<Decision.Tolerance> tolerates = List.of();
  private List<String> errors = List.of();
  private List<ObservedChildren.Obstacle> obstacles = List.of();
  private int ready;
  private ObservedChildren.Progress progress = ObservedChildren.Progress.Done;
  private ObservedChildren.Egress egress;
  private boolean covered;
  private final TreeMap<String, PodFault> faults = new TreeMap<>();
  private BleuWorkloadStatus before;
  private boolean external;
  private String elsewhere = "";
  private boolean suspended;
  private boolean served = true;
  private BreakGlassStatus breakGlass;
  private ObservedChildren.Others others;
  private boolean left;
  private boolean behind;
  private final TreeMap<String, ObservedChildren.InZone> standing = new TreeMap<>();
  private boolean pods;
  private Workload planned = governed();
  private Estate estate;
  private List<String> mistakes = List.of();
  private Instant now = Estates.NOON;

  /** A workload for which a policy enforces a rule. */
  private static Workload governed() {
    BoundRule rule =
        cloud.bleu.placement.Estates.rule(
            "stated",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Verdict.Result.Reject,
            "a",
            "b");
    return cloud.bleu.placement.Estates.workload("web")
        .rule(
            new BoundRule(
                rule.rule(),
                rule.name(),
                "france",
                rule.action(),
                rule.onViolation(),
                rule.parameters(),
                rule.requirements()))
        .build();
  }

  WorkloadFactsBuilder replicas(int n) {
    replicas = n;
    return this;
  }

  WorkloadFactsBuilder outcome(Outcome o) {
    outcome = o;
    return this;
  }

  WorkloadFactsBuilder nowhere(String code, boolean canPassByItself) {
    nowhere = true;
    return outcome(new Outcome.Unplaceable(new Reason(code, "why; what to do", canPassByItself)));
  }

  /** Placed if it changed this of its spec: the path, and its value before and after. */
  WorkloadFactsBuilder relax(String path, String from, String to) {
    relax =
        Stream.concat(
                relax.stream(),
                Stream.of(new Decision.Relaxation(List.of(new Decision.Change(path, from, to)))))
            .toList();
    return this;
  }

  /** The engine's own check refused what was decided, and nothing was decided before. */
  WorkloadFactsBuilder nowhere(Outcome o) {
    nowhere = true;
    return outcome(o);
  }

  /** With a child in another cluster: all of zone a, or one in zone b that the decision left. */
  WorkloadFactsBuilder elsewhere(String zone) {
    elsewhere = zone;
    return this;
  }

  /** Realised elsewhere. */
  WorkloadFactsBuilder external() {
    external = true;
    return this;
  }

  /** Of pods that others create, in a namespace that enforces decisions. */
  WorkloadFactsBuilder pods() {
    pods = true;
    others = new ObservedChildren.Others(true, 0);
    return this;
  }

  /** All that runs in zone a was in zone b, by the status until now, and b is reported lost. */
  WorkloadFactsBuilder left() {
    left = true;
    before = new BleuWorkloadStatus(7L, List.of(), 3, 3, 0, null, "b=" + replicas, null, "web");
    return this;
  }

  /** With an estate that is older than its decision. */
  WorkloadFactsBuilder behind() {
    behind = true;
    return this;
  }

  /** Frozen by its owner. */
  WorkloadFactsBuilder suspended() {
    suspended = true;
    return outcome(new Outcome.Suspended());
  }

  /** In a namespace in which nothing may be changed: frozen as well. */
  WorkloadFactsBuilder notServed() {
    served = false;
    return outcome(new Outcome.Suspended());
  }

  WorkloadFactsBuilder violation(String code) {
    return violations(verdict(Verdict.Result.Reject, code, "rule", "policy", "a"));
  }

  WorkloadFactsBuilder violations(Verdict... all) {
    violations = List.of(all);
    return this;
  }

  /** Of an enforced rule; {@code policy} null: of the workload itself. */
  static Verdict verdict(
      Verdict.Result result, String code, String rule, String policy, String zone) {
    return new Verdict(
        result,
        code,
        Origin.Attested,
        "why",
        rule,
        policy,
        zone,
        BoundRule.Action.Enforce,
        List.of());
  }

  /** As the last pass planned it. */
  WorkloadFactsBuilder planned(@Nullable Workload workload) {
    planned = workload;
    return this;
  }

  /** As the last pass saw it. */
  WorkloadFactsBuilder estate(Estate seen) {
    estate = seen;
    return this;
  }

  /** In its spec, that keep nothing from being decided. */
  WorkloadFactsBuilder mistakes(String... texts) {
    mistakes = List.of(texts);
    return this;
  }

  WorkloadFactsBuilder shortfall(String code) {
    shortfalls = List.of(new Reason(code, "why", true));
    return this;
  }

  WorkloadFactsBuilder tolerates(Decision.Tolerance... t) {
    tolerates = List.of(t);
    return this;
  }

  WorkloadFactsBuilder errors(String... texts) {
    errors = List.of(texts);
    return this;
  }

  WorkloadFactsBuilder obstacle(String code, boolean canPassByItself) {
    obstacles = List.of(new ObservedChildren.Obstacle(code, "why", canPassByItself));
    return this;
  }

  WorkloadFactsBuilder unseen(String zone) {
    obstacles = List.of(new ObservedChildren.Obstacle("TargetUnreachable", "why", true, zone));
    return this;
  }

  /** With replicas that exist in a zone, be it that nothing is decided there. */
  WorkloadFactsBuilder standing(String zone, int replicas) {
    standing.put(
        zone,
        new ObservedChildren.InZone(
            replicas, replicas, replicas, ObservedChildren.Progress.OnItsWay));
    return this;
  }

  WorkloadFactsBuilder ready(int n) {
    ready = n;
    return this;
  }

  WorkloadFactsBuilder progress(ObservedChildren.Progress p) {
    progress = p;
    return this;
  }

  /** Somebody else's budget covers the pods. */
  WorkloadFactsBuilder covered() {
    covered = true;
    return this;
  }

  /** Of a pod in zone a. */
  WorkloadFactsBuilder fault(PodFault podFault) {
    faults.put("a", podFault);
    return this;
  }

  WorkloadFactsBuilder before(BleuWorkloadStatus status) {
    before = status;
    return this;
  }

  WorkloadFactsBuilder now(Instant instant) {
    now = instant;
    return this;
  }

  WorkloadFactsBuilder breakGlass(BreakGlassState state, boolean inForce) {
    breakGlass = new BreakGlassStatus(null, state, inForce, Message.recorded("what is so"));
    return this;
  }

  WorkloadFacts build() {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: n, generation: 7}
            spec: {replicas: %d, suspend: %s, workload: {%s}, dataClasses: [Ordinary]}
            """
                .formatted(replicas, suspended, runs()),
            BleuWorkload.class);
    workload.setStatus(before);
    boolean runs = outcome != null && !nowhere && replicas > 0;
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>(standing);
    if (runs) {
      zones.put(
          "a",
          new ObservedChildren.InZone(
              replicas, ready, ready, progress, elsewhere.equals("a"), null));
      if (elsewhere.equals("b")) {
        zones.put("b", new ObservedChildren.InZone(1, 1, 0, progress, true, null));
      }
    }
    return new WorkloadFacts(
        workload,
        7,
        errors,
        outcome == null ? null : decision(),
        runs ? assignments() : List.of(),
        null,
        runs || replicas == 0,
        !behind,
        new ObservedChildren(
                zones,
                obstacles,
                obstacles.stream().allMatch(o -> "b".equals(o.unseen())),
                covered,
                egress,
                external,
                others)
            .with(faults),
        List.of(),
        served,
        left ? B_LOST : estate,
        planned,
        breakGlass,
        mistakes,
        now);
  }

  WorkloadFactsBuilder egress(List<ObservedChildren.Obstacle> gaps, List<String> others) {
    egress = new ObservedChildren.Egress(gaps, others);
    return this;
  }

  private String runs() {
    return external
        ? "external: {kind: VM, requests: {cpu: '1'}}"
        : pods ? "pods: {selector: {matchLabels: {app: web}}}" : "deployment: {template: {}}";
  }

  private List<Assignment> assignments() {
    return left
        ? List.of(new Assignment("a", replicas, 0, null), new Assignment("b", 0, replicas, null))
        : List.of(new Assignment("a", replicas, null, null));
  }

  private Decision decision() {
    return new Decision(
        new WorkloadId("n", "web"),
        outcome,
        Decision.Cause.SpecChanged,
        0,
        List.of(),
        List.of(),
        List.of(),
        tolerates,
        new TreeMap<>(),
        violations,
        List.of(),
        shortfalls,
        relax,
        true,
        0);
  }
}
