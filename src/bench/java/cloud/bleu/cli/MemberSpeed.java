package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The operator as a process with zones that are other clusters, each a real control plane, of which
 * some hang from the beginning: how long until it is ready, and from a decision until it stands
 * where it was decided, in a member and on nodes of the hub.
 */
public final class MemberSpeed {

  private static final int STARTS = 4;
  private static final int WARM = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final Milestone created = new Milestone();
  private final Milestone decided = new Milestone();
  private final Milestone applied = new Milestone();

  private MemberSpeed(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Measures and prints; the arguments are how many members there are, how many of these hang, and
   * how many workloads are placed in each way.
   */
  public static void main(String[] arguments) throws Exception {
    int members = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    int hanging = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    int workloads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    try (Sandbox sandbox =
        Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all(), members)) {
      MemberSpeed bench = new MemberSpeed(sandbox.client());
      bench.zones(sandbox);
      List<FleetMember> silent = sandbox.members().subList(0, hanging);
      silent.forEach(FleetMember::pause);
      System.out.printf("%d members, of which %d hang%n", members, hanging);
      System.out.println("start  ready after  of CPU  resident  threads");
      for (int start = 1; start <= STARTS; start++) {
        bench.start(start, sandbox);
      }
      try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
        operator.awaitReady(PATIENCE);
        bench.follow(sandbox.members().get(members - 1).client());
        System.out.println(
            "target  workloads  decision to applied: p50  p99  creation to decision: p50  p99");
        for (int round = 1; round <= 2; round++) {
          bench.deliver("member", "member-" + members, round, workloads);
          bench.deliver("nodes", "hub", round, workloads);
        }
      }
      silent.forEach(FleetMember::recover);
    }
  }

  private void zones(Sandbox sandbox) {
    LoadEstate.begin(client);
    sandbox.add(LoadEstate.node("hub"));
    create(LoadEstate.zone("hub", LoadEstate.CAPACITY, "nodeSelector: {zone: hub}"));
    for (FleetMember member : sandbox.members()) {
      create(member.kubeconfigSecret("default"));
      member.nodes().add(LoadEstate.node(member.name()));
      create(
          LoadEstate.zone(
              member.name(),
              LoadEstate.CAPACITY,
              "cluster: {kubeconfigSecretRef: {name: " + member.name() + "}}"));
    }
  }

  private void create(HasMetadata object) {
    client.resource(object).create();
  }

  private static void start(int start, Sandbox sandbox) throws Exception {
    long began = System.nanoTime();
    try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
      operator.awaitReady(PATIENCE);
      double ready = (System.nanoTime() - began) / 1e9;
      double cpu = operator.cpu();
      // What it has of the members that answer is in memory then.
      TimeUnit.SECONDS.sleep(10);
      System.out.printf(
          "%5d  %9.2f s  %4.2f s  %6d M  %7d%n",
          start, ready, cpu, operator.status("VmRSS") / 1024, operator.status("Threads"));
    }
  }

  private void follow(KubernetesClient member) {
    decided.watch(
        client.resources(WorkloadPlacement.class).inNamespace(LoadEstate.NAMESPACE),
        placement -> Optional.of(placement.getMetadata().getName()));
    for (KubernetesClient cluster : List.of(client, member)) {
      applied.watch(
          cluster.apps().deployments().inNamespace(LoadEstate.NAMESPACE), LoadEstate::workloadOf);
    }
  }

  /** One after the other, each once the one before is applied. */
  private void deliver(String target, String zone, int round, int workloads)
      throws InterruptedException {
    List<String> counted = new ArrayList<>();
    for (int i = 0; i < WARM + workloads; i++) {
      String name = target + "-" + round + "-" + i;
      created.reached(name);
      create(LoadEstate.workload(name, 1, zone));
      applied.await(List.of(name));
      decided.await(List.of(name));
      if (i >= WARM) {
        counted.add(name);
      }
    }
    System.out.printf(
        "%-6s  %9d  %22s  %s  %26s  %s%n",
        target,
        workloads,
        applied.since(decided, counted, 50),
        applied.since(decided, counted, 99),
        decided.since(created, counted, 50),
        decided.since(created, counted, 99));
  }
}
