package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Many decisions that are due at once, on a real control plane: all workloads are there before the
 * operator starts, and then a zone of all of them is told to be lost. Both are set against what the
 * API server does by itself, as in {@link LedgerLoad}.
 */
public final class LossSpeed {

  private static final int STILL = 5;

  private static final String LOST = "zone-1";

  /** Six replicas over four zones: each workload has one or two in the zone that is lost. */
  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: w-%04d, namespace: %s}
      spec:
        replicas: 6
        workload: {external: {kind: VM, requests: {cpu: "1", memory: 4Gi}}}
        dataClasses: [Ordinary]
        residency: {zones: {allow: [zone-1, zone-2, zone-3, zone-4]}}
        resilience: {tolerate: [{of: Zone, keep: 4, recover: Reserved}]}
      """;

  private final KubernetesClient client;
  private final SharedIndexInformer<WorkloadPlacement> placements;

  private LossSpeed(KubernetesClient client) {
    this.client = client;
    this.placements = client.resources(WorkloadPlacement.class).inAnyNamespace().inform();
  }

  /** Measures and prints; the argument is the number of workloads. */
  public static void main(String[] arguments) throws Exception {
    int workloads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    try (Sandbox sandbox =
        Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all())) {
      KubernetesClient client = sandbox.client();
      LoadEstate.begin(client);
      for (int z = 1; z <= 4; z++) {
        String zone = "zone-" + z;
        client
            .resource(
                LoadEstate.zone(
                    zone,
                    "{cpu: \"40000\", memory: 160Ti}",
                    "nodeSelector: {zone: \"" + zone + "\"}"))
            .create();
      }
      new LossSpeed(client).measure(sandbox, workloads);
    }
  }

  private void measure(Sandbox sandbox, int workloads) throws Exception {
    create(workloads);
    double before = plain("before", workloads);
    try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
      double decided = decide(operator, workloads);
      settle(operator);
      double moved = lose(operator);
      settle(operator);
      double after = plain("after", workloads);
      System.out.println("backlog: " + PlainCreation.ratio(decided, before, after));
      System.out.println("loss: " + PlainCreation.ratio(moved, before, after));
    }
  }

  private void create(int workloads) throws Exception {
    List<String> namespaces = PlainCreation.namespaces(client, "load");
    ExecutorService creators = Executors.newFixedThreadPool(PlainCreation.CONNECTIONS);
    try {
      List<Future<?>> created = new ArrayList<>();
      for (int i = 0; i < workloads; i++) {
        BleuWorkload workload =
            Serialization.unmarshal(
                WORKLOAD.formatted(i, namespaces.get(i % PlainCreation.NAMESPACES)),
                BleuWorkload.class);
        created.add(creators.submit(() -> client.resource(workload).create()));
      }
      for (Future<?> each : created) {
        each.get();
      }
    } finally {
      creators.shutdownNow();
    }
  }

  /** Plain creations by the second. What they made is deleted: an operator knows nothing of it. */
  private double plain(String name, int count) throws Exception {
    double speed = PlainCreation.speed(client, name, count);
    for (WorkloadPlacement placement : placements.getStore().list()) {
      if (placement.getMetadata().getNamespace().startsWith("plain-")) {
        client.resource(placement).delete();
      }
    }
    return speed;
  }

  /** Decisions by the second, from the first one of a backlog to the last one. */
  private double decide(StartedOperator operator, int workloads) throws Exception {
    long started = System.nanoTime();
    Milestone.await(() -> "a decision", () -> decided() > 0);
    double first = PlainCreation.seconds(started);
    int already = decided();
    Milestone.await(() -> "a decision for each workload", () -> decided() == workloads);
    double last = PlainCreation.seconds(started);
    double speed = (workloads - already) / (last - first);
    System.out.printf(
        "backlog: %d workloads before the start; decisions seen from %.2f s to %.2f s after it, %.0f a second; %.1f s of processor time, %d MiB resident%n",
        workloads, first, last, speed, operator.cpu(), operator.status("VmRSS") / 1024);
    return speed;
  }

  /** The zone is told to be lost. Decisions by the second, from then on to the last one. */
  private double lose(StartedOperator operator) throws Exception {
    int workloads = affected();
    int replicas = placements.getStore().list().stream().mapToInt(LossSpeed::lost).sum();
    double cpu = operator.cpu();
    client
        .resources(AvailabilityZone.class)
        .withName(LOST)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"state\": \"Lost\"}}");
    long began = System.nanoTime();
    Milestone.await(() -> "a decision after the loss", () -> affected() < workloads);
    double first = PlainCreation.seconds(began);
    Milestone.await(() -> "a decision for each workload", () -> affected() == 0);
    double last = PlainCreation.seconds(began);
    System.out.printf(
        "loss: %d replicas of %d workloads; decisions seen from %.2f s to %.2f s after the report, %.0f a second; %.1f s of processor time%n",
        replicas, workloads, first, last, workloads / last, operator.cpu() - cpu);
    return workloads / last;
  }

  private int decided() {
    return (int)
        placements.getStore().list().stream()
            .filter(p -> p.getMetadata().getNamespace().startsWith("load"))
            .count();
  }

  /** Workloads with replicas in the lost zone by their decision. */
  private int affected() {
    return (int) placements.getStore().list().stream().filter(p -> lost(p) > 0).count();
  }

  private static int lost(WorkloadPlacement placement) {
    return placement.getSpec().assignments().stream()
        .filter(a -> a.zone().equals(LOST) && placement.getMetadata().getNamespace().startsWith("load"))
        .mapToInt(Assignment::replicas)
        .sum();
  }

  /** Until the operator has looked at nothing for a while. */
  private static void settle(StartedOperator operator) throws Exception {
    String before = "";
    for (int still = 0; still < STILL; ) {
      String now =
          operator
              .metrics()
              .lines()
              .filter(line -> line.startsWith("operator_sdk_controllers_execution_reconcile"))
              .filter(line -> line.contains("_count"))
              .sorted()
              .collect(Collectors.joining());
      still = now.equals(before) ? still + 1 : 0;
      before = now;
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
