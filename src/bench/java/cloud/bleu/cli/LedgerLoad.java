package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.ledger.Change;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Decisions by the second on a real control plane: committed to the ledger as a pass of the operator does, and end to end, from the creation of many workloads
 * to a WorkloadPlacement for each, with the operator as a process of its own.
 */
public final class LedgerLoad {

  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int SINGLE = 50;
  private static final int CREATORS = 4;

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: here}
      spec: {displayName: Here, offerings: [{name: vms, layers: [IaaS], regions: [r]}]}
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: zone-%1$d}
      spec:
        provider: here
        offerings: [vms]
        region: r
        site: site-%1$d
        location: {country: FR, latitude: "48.%1$d", longitude: "2.%1$d"}
        capacity: {cpu: "4000", memory: 16Ti}
        target: {nodeSelector: {zone: "%1$d"}}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: w-%04d, namespace: %s}
      spec:
        replicas: 3
        workload: {external: {kind: VM, requests: {cpu: "1", memory: 4Gi}}}
        dataClasses: [Ordinary]
        resilience: {tolerate: [{of: Site, keep: 2, recover: Reserved}]}
      """;

  private LedgerLoad() {}

  /** Measures and prints; the arguments are the numbers of decisions. */
  public static void main(String[] arguments) throws Exception {
    int[] counts = arguments.length == 0 ? new int[] {500, 1000} : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    try (Sandbox sandbox = Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all())) {
      KubernetesClient client = sandbox.client();
      ledger(client, counts);
      withdraw(client);
      client.resource(Serialization.unmarshal(PROVIDER, CloudProvider.class)).create();
      for (int z = 1; z <= 9; z++) {
        client.resource(Serialization.unmarshal(ZONE.formatted(z), AvailabilityZone.class)).create();
      }
      try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
        operator.awaitReady(PATIENCE);
        for (int count : counts) {
          endToEnd(client, operator, count);
        }
      }
    }
  }

  private static void ledger(KubernetesClient client, int[] counts) throws Exception {
    Ledger ledger = new Ledger(client, Clock.systemUTC());
    ledger.recover();
    String namespace = namespace(client, "ledger");
    ledger.commit(changes(namespace, "warm", 200));
    for (int count : counts) {
      List<Change> changes = changes(namespace, "n" + count, count);
      long began = System.nanoTime();
      ledger.commit(changes);
      double took = seconds(began);
      System.out.printf("ledger: %d decisions in one pass, each with its WorkloadPlacement: %.2f s, %.0f a second%n", count, took, count / took);
    }
    double[] single = new double[SINGLE];
    for (int i = 0; i < SINGLE; i++) {
      List<Change> one = changes(namespace, "single" + i, 1);
      long began = System.nanoTime();
      ledger.commit(one);
      single[i] = seconds(began) * 1e3;
    }
    Arrays.sort(single);
    System.out.printf("ledger: one decision in a pass: p50 %.1f ms, most of %d %.1f ms%n", single[SINGLE / 2], SINGLE, single[SINGLE - 1]);
  }

  private static List<Change> changes(String namespace, String prefix, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      WorkloadId id = new WorkloadId(namespace, prefix + "-" + i);
      changes.add(
          new Change(
              id,
              "uid-" + id.name(),
              "sha256:" + "0".repeat(64),
              null,
              "InputChanged",
              List.of(new Assignment("zone-1", 1, null, null), new Assignment("zone-2", 1, null, null), new Assignment("zone-3", 1, null, null)),
              List.of(),
              0));
    }
    return changes;
  }

  /** What was committed for nobody goes before the operator comes. */
  private static void withdraw(KubernetesClient client) {
    client.resources(WorkloadPlacement.class).inAnyNamespace().delete();
    client.resources(cloud.bleu.api.v1alpha1.DecisionLedger.class).delete();
  }

  private static void endToEnd(KubernetesClient client, StartedOperator operator, int count) throws Exception {
    String namespace = namespace(client, "load-" + count);
    double cpu = operator.cpu();
    ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
    try (SharedIndexInformer<WorkloadPlacement> placements = client.resources(WorkloadPlacement.class).inNamespace(namespace).inform()) {
      long began = System.nanoTime();
      List<Future<?>> created = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        HasMetadata workload = Serialization.unmarshal(WORKLOAD.formatted(i, namespace), BleuWorkload.class);
        created.add(creators.submit(() -> client.resource(workload).create()));
      }
      for (Future<?> each : created) {
        each.get();
      }
      double creating = seconds(began);
      while (placements.getStore().listKeys().size() < count) {
        if (seconds(began) > PATIENCE.toSeconds()) {
          throw new IllegalStateException(placements.getStore().listKeys().size() + " of " + count + " are placed after " + PATIENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      double took = seconds(began);
      System.out.printf(
          "operator: %d workloads, created in %.2f s, all with a WorkloadPlacement after %.2f s, %.0f a second; %.1f s of CPU, %d M resident%n",
          count, creating, took, count / took, operator.cpu() - cpu, operator.status("VmRSS") / 1024);
    } finally {
      creators.shutdownNow();
    }
  }

  private static String namespace(KubernetesClient client, String name) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
    return name;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
