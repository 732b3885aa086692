package cloud.bleu.cli.sandbox;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.time.DurationText;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.workload.PlacementTranslator;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a zone that is a cluster of its own, and its return. The cluster's API server is
 * stopped, and nobody reports it: whatever is told then is what the operator found out and did.
 */
public final class MemberLoss {

  private final SandboxWatch watch;
  private final FleetMember member;
  private final String zone;
  private final Duration patience;
  private final IOStreams streams;
  private Instant stopped;

  /**
   * @param member that the zone is in
   * @param patience for each step
   */
  public MemberLoss(
      SandboxWatch watch, FleetMember member, String zone, Duration patience, IOStreams streams) {
    this.watch = watch;
    this.member = member;
    this.zone = zone;
    this.patience = patience;
    this.streams = streams;
    this.stopped = streams.clock().instant();
  }

  /**
   * Stops the cluster, shows what comes of it, lets it go on and shows what comes of that.
   *
   * @throws BadInputException when something takes longer than the patience
   */
  public void show() throws InterruptedException {
    SortedMap<String, WorkloadPlacement> before = watch.placedIn(zone);
    say(
        "\nZone "
            + zone
            + " is the cluster "
            + member.name()
            + ". Its API server is stopped now (SIGSTOP), and nobody reports it.");
    before.keySet().forEach(key -> say(pace(key)));
    member.pause();
    stopped = streams.clock().instant();
    lost(before);
    say("\nThe API server of " + member.name() + " goes on (SIGCONT).");
    member.recover();
    stopped = streams.clock().instant();
    back(before);
  }

  private void lost(SortedMap<String, WorkloadPlacement> before) throws InterruptedException {
    watch.await(
        patience,
        () -> watch.health(zone).equals("Unreached"),
        () -> late("the operator did not find out that " + zone + " is lost"));
    List<String> seen = new ArrayList<>();
    seen.add(at() + "the operator found out: the cluster of zone " + zone + " does not answer");
    watch.await(
        patience,
        () -> before.keySet().stream().allMatch(key -> replicas(key) == 0),
        () -> late("not everything left " + zone + ": " + watch.placedIn(zone).keySet()));
    before.forEach((key, placement) -> seen.add(at() + moved(key, placement)));
    watch.awaitSettled(patience);
    seen.add(at() + "every replica is ready");
    // The status of a placement is written apart from that of its workload.
    watch.await(
        patience,
        () ->
            before.keySet().stream().allMatch(key -> FenceTable.isTold(watch.placement(key), zone)),
        () -> late("what stands in each zone is not told for all of " + before.keySet()));
    watch.printTable();
    say("\nWhat was seen, from the stop on:");
    seen.forEach(this::say);
    FenceTable fences = new FenceTable(streams);
    before.keySet().forEach(key -> fences.print(key, watch.placement(key)));
  }

  private void back(SortedMap<String, WorkloadPlacement> before) throws InterruptedException {
    for (String key : before.keySet()) {
      awaitRemoved(key);
      say(at() + "nothing of " + key + " is left in " + member.name());
    }
    watch.await(
        patience, () -> watch.health(zone).equals("Reached"), () -> late(zone + " is not back"));
    say(at() + "zone " + zone + " is back");
    List<String> home = before.keySet().stream().filter(this::comesHome).toList();
    before.keySet().stream().filter(key -> !home.contains(key)).forEach(key -> say(later(key)));
    if (home.isEmpty()) {
      return;
    }
    watch.await(
        patience,
        () -> home.stream().allMatch(key -> replicas(key) > 0),
        () -> late("not everything came back to " + zone + ": " + home));
    for (String key : home) {
      say(at() + key + " goes home to " + zone + ": " + budget(key));
    }
    watch.awaitSettled(patience);
    watch.await(
        patience,
        () -> home.stream().allMatch(this::isWhole),
        () -> late("what was at other zones meanwhile did not leave them: " + home));
    watch.printTable();
  }

  /** Whether as many replicas are ready as are decided, and no more. */
  private boolean isWhole(String key) {
    BleuWorkload workload = watch.workload(key);
    return workload != null
        && workload.getStatus() != null
        && Objects.equals(workload.getStatus().readyReplicas(), watch.decided(workload));
  }

  /** Asks the cluster itself. */
  private void awaitRemoved(String key) throws InterruptedException {
    String[] parts = key.split("/");
    Informable<Deployment> left =
        member
            .client()
            .apps()
            .deployments()
            .inNamespace(parts[0])
            .withLabel(ObjectLabels.WORKLOAD, parts[1]);
    try {
      left.informOnCondition(List::isEmpty).get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new BadInputException(late("something of " + key + " is left in " + member.name()));
    }
  }

  /** How long the workload waits, by its spec: examples for a sandbox are in a hurry. */
  private String pace(String key) {
    BleuWorkload workload = watch.workload(key);
    return workload == null
        ? key
        : "  "
            + key
            + " waits "
            + workload.getSpec().resilience().failover().after()
            + " before it moves, and "
            + workload.getSpec().resilience().failover().returnAfter()
            + " before it goes home (spec.resilience.failover; 60s and 30m by default)";
  }

  /** What moved, and whether it moved as the decision of before had planned. */
  private String moved(String key, WorkloadPlacement before) {
    WorkloadPlacement now = Objects.requireNonNullElse(watch.placement(key), before);
    Map<String, Integer> arrived = new TreeMap<>();
    now.getSpec()
        .assignments()
        .forEach(
            a -> {
              int more = a.replicas() - SandboxLines.replicas(before, a.zone());
              if (more > 0) {
                arrived.put(a.zone(), more);
              }
            });
    List<String> to = new ArrayList<>();
    arrived.forEach((name, replicas) -> to.add(name + " +" + replicas));
    int replicas = SandboxLines.replicas(before, zone);
    return key
        + " is decided anew: "
        + replicas
        + (replicas == 1 ? " replica leaves " : " replicas leave ")
        + zone
        + " ("
        + String.join(", ", to)
        + ")"
        + (planned(before).contains(arrived) ? ", as its evacuation plan had it" : "");
  }

  /** Where the replicas of the zone were to go, by each event in which it alone is left. */
  private List<Map<String, Integer>> planned(WorkloadPlacement before) {
    Placement placement =
        PlacementTranslator.translate(
            before, 0, new Findings(ObjectRef.of(before), new ArrayList<>(), new ArrayList<>()));
    List<Map<String, Integer>> plans = new ArrayList<>();
    for (Contingency event : placement == null ? List.<Contingency>of() : placement.contingency()) {
      if (event.moves().stream().allMatch(move -> move.from().equals(zone))) {
        Map<String, Integer> plan = new TreeMap<>();
        event.moves().forEach(move -> plan.merge(move.to(), move.replicas(), Integer::sum));
        plans.add(plan);
      }
    }
    return plans;
  }

  private boolean comesHome(String key) {
    BleuWorkload workload = watch.workload(key);
    if (workload == null) {
      return false;
    }
    Duration wait = DurationText.parse(workload.getSpec().resilience().failover().returnAfter());
    return wait != null
        && wait.compareTo(patience) < 0
        && !"Never".equals(workload.getSpec().placement().rebalance().mode());
  }

  private String later(String key) {
    BleuWorkload workload = watch.workload(key);
    return key
        + " stays where it is for now"
        + (workload == null
            ? ""
            : ": failover.returnAfter is "
                + workload.getSpec().resilience().failover().returnAfter()
                + ", rebalance.mode is "
                + workload.getSpec().placement().rebalance().mode());
  }

  private String budget(String key) {
    BleuWorkload workload = watch.workload(key);
    return replicas(key)
        + (replicas(key) == 1 ? " replica" : " replicas")
        + (workload == null
            ? ""
            : ", at most "
                + workload.getSpec().placement().rebalance().maxMovesPerHour()
                + " in an hour (rebalance.maxMovesPerHour)");
  }

  private int replicas(String key) {
    @Nullable WorkloadPlacement placement = watch.placement(key);
    return placement == null ? 0 : SandboxLines.replicas(placement, zone);
  }

  private String late(String what) {
    return what + " within " + patience.toSeconds() + " s; give more time with --timeout";
  }

  /** Since the last signal. */
  private String at() {
    double seconds = Duration.between(stopped, streams.clock().instant()).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "  +%.1f s  ", seconds);
  }

  private void say(String line) {
    streams.out().println(line);
    streams.out().flush();
  }
}
