package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decisions by the second on a real control plane: committed to the ledger as a pass of the
 * operator does, and end to end, from the creation of many workloads to a WorkloadPlacement for
 * each, with the operator as a process of its own. Each is set against what the API server does by
 * itself at that moment: as many WorkloadPlacements of the same size, created over as many
 * connections, before and after.
 */
public final class LedgerLoad {

  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int SINGLE = 50;

  private static final Pattern WRITE = Pattern.compile("verb=\"(POST|PUT|PATCH|APPLY|DELETE)\"");

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
    int[] counts =
        arguments.length == 0
            ? new int[] {500, 1000}
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    try (Sandbox sandbox =
        Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all())) {
      KubernetesClient client = sandbox.client();
      ledger(client, counts);
      withdraw(client);
      client.resource(Serialization.unmarshal(PROVIDER, CloudProvider.class)).create();
      for (int z = 1; z <= 9; z++) {
        client
            .resource(Serialization.unmarshal(ZONE.formatted(z), AvailabilityZone.class))
            .create();
      }
      try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
        operator.awaitReady(PATIENCE);
        awaitLeading(client);
        for (int count : counts) {
          endToEnd(client, operator, count);
        }
      }
    }
  }

  private static void ledger(KubernetesClient client, int[] counts) throws Exception {
    Ledger ledger = new Ledger(client, Clock.systemUTC());
    ledger.recover();
    List<String> namespaces = PlainCreation.namespaces(client, "ledger");
    ledger.commit(PlainCreation.changes(namespaces, "warm", 200));
    PlainCreation.speed(client, "warm", 200);
    for (int count : counts) {
      List<ProposedDecision> changes = PlainCreation.changes(namespaces, "n" + count, count);
      double before = PlainCreation.speed(client, "before-" + count, count);
      long began = System.nanoTime();
      ledger.commit(changes);
      double took = PlainCreation.seconds(began);
      double after = PlainCreation.speed(client, "after-" + count, count);
      System.out.printf(
          "ledger: %d decisions in one pass, each with its WorkloadPlacement: %.2f s, %.0f a second; %s%n",
          count, took, count / took, PlainCreation.ratio(count / took, before, after));
    }
    String namespace = namespaces.get(0);
    double[] single = new double[SINGLE];
    for (int i = 0; i < SINGLE; i++) {
      List<ProposedDecision> one = PlainCreation.changes(List.of(namespace), "single" + i, 1);
      long began = System.nanoTime();
      ledger.commit(one);
      single[i] = PlainCreation.seconds(began) * 1e3;
    }
    Arrays.sort(single);
    System.out.printf(
        "ledger: one decision in a pass: p50 %.1f ms, most of %d %.1f ms%n",
        single[SINGLE / 2], SINGLE, single[SINGLE - 1]);
  }

  /** What was committed for nobody goes before the operator comes. */
  private static void withdraw(KubernetesClient client) {
    client.resources(WorkloadPlacement.class).inAnyNamespace().delete();
    client.resources(DecisionLedger.class).delete();
  }

  /** From then on it takes no WorkloadPlacement for its own that it did not write. */
  private static void awaitLeading(KubernetesClient client) throws InterruptedException {
    long began = System.nanoTime();
    while (client.resources(DecisionLedger.class).list().getItems().isEmpty()) {
      if (PlainCreation.seconds(began) > PATIENCE.toSeconds()) {
        throw new IllegalStateException(
            "the operator does not lead after " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void endToEnd(KubernetesClient client, StartedOperator operator, int count)
      throws Exception {
    List<String> namespaces = PlainCreation.namespaces(client, "load-" + count);
    double before = PlainCreation.speed(client, "load-before-" + count, count);
    client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems().stream()
        .filter(p -> p.getMetadata().getNamespace().startsWith("plain-"))
        .forEach(p -> client.resource(p).delete());
    Map<String, Long> writes = writes(client);
    double cpu = operator.cpu();
    ExecutorService creators = Executors.newFixedThreadPool(PlainCreation.CONNECTIONS);
    try (SharedIndexInformer<WorkloadPlacement> placements =
        client.resources(WorkloadPlacement.class).inAnyNamespace().inform()) {
      int there = placements.getStore().listKeys().size();
      long began = System.nanoTime();
      List<Future<?>> created = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        HasMetadata workload =
            Serialization.unmarshal(
                WORKLOAD.formatted(i, namespaces.get(i % PlainCreation.NAMESPACES)), BleuWorkload.class);
        created.add(creators.submit(() -> client.resource(workload).create()));
      }
      for (Future<?> each : created) {
        each.get();
      }
      double creating = PlainCreation.seconds(began);
      while (placements.getStore().listKeys().size() - there < count) {
        if (PlainCreation.seconds(began) > PATIENCE.toSeconds()) {
          throw new IllegalStateException(
              placements.getStore().listKeys().size()
                  - there
                  + " of "
                  + count
                  + " are placed after "
                  + PATIENCE.toSeconds()
                  + " s");
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      double took = PlainCreation.seconds(began);
      double used = operator.cpu() - cpu;
      Map<String, Long> since = writes(client);
      since.replaceAll((what, n) -> n - writes.getOrDefault(what, 0L));
      since.values().removeIf(n -> n * 20 < count);
      double after = PlainCreation.speed(client, "load-after-" + count, count);
      System.out.printf(
          "operator: %d workloads, created in %.2f s, all with a WorkloadPlacement after %.2f s, %.0f a second; %s; %.1f s of CPU, %d M resident%n",
          count,
          creating,
          took,
          count / took,
          PlainCreation.ratio(count / took, before, after),
          used,
          operator.status("VmRSS") / 1024);
      long all = since.values().stream().mapToLong(n -> n).sum();
      System.out.printf(
          "operator: until then the API server had %.0f writes a second, %.1f for a workload, which is %.0f %% of the plain ones: %s%n",
          all / took, (double) all / count, 100 * all / took / ((before + after) / 2), since);
    } finally {
      creators.shutdownNow();
    }
  }

  /** Writes that the API server has answered since it began, by verb and resource. */
  private static Map<String, Long> writes(KubernetesClient client) {
    Map<String, Long> writes = new TreeMap<>();
    for (String line : client.raw("/metrics").split("\n")) {
      Matcher write = WRITE.matcher(line);
      if (line.startsWith("apiserver_request_total{") && write.find()) {
        String what =
            label(line, "verb")
                + " "
                + label(line, "resource")
                + (label(line, "subresource").isEmpty() ? "" : "/" + label(line, "subresource"));
        writes.merge(
            what, (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Long::sum);
      }
    }
    return writes;
  }

  private static String label(String line, String name) {
    Matcher label = Pattern.compile("[{,]" + name + "=\"([^\"]*)\"").matcher(line);
    return label.find() ? label.group(1) : "";
  }
}
