package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operator as a process on a real control plane with many external workloads in zones whose room is measured: what it holds in memory, what it does while
 * nothing changes, and what a foreign pod costs that is bound to a node. With members the workloads are Deployments, and the zones are nodes of these clusters,
 * several zones in each: what a hub of many zones holds in memory.
 */
public final class ManyWorkloads {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int CREATORS = 4;
  private static final int NAMESPACES = 10;
  private static final int PODS = 10;
  private static final int STILL = 5;

  /** Of the API server: how often each of our kinds was written. */
  private static final Pattern WRITTEN =
      Pattern.compile("apiserver_request_total\\{.*group=\"(?:placement\\.bleu\\.cloud|events\\.k8s\\.io)\".*verb=\"(?:POST|PUT|PATCH|APPLY|DELETE)\".*} (\\S+)");

  /** The same by kind, a status apart, and by verb. */
  private static final Pattern WRITTEN_OF =
      Pattern.compile(
          "apiserver_request_total\\{.*group=\"(?:placement\\.bleu\\.cloud|events\\.k8s\\.io)\".*(resource=\"[^\"]+\".*subresource=\"[^\"]*\").*(verb=\"(?:POST|PUT|PATCH|APPLY|DELETE)\").*} (\\S+)");

  private static final Pattern RECONCILED =
      Pattern.compile("operator_sdk_controllers_execution_reconcile_seconds_count\\{.*controller=\"([^\"]+)\".*} (\\S+)");
  private static final Pattern PASSES = Pattern.compile("(bleu_placement_pass_seconds)_count (\\S+)");
  private static final Pattern PASSING = Pattern.compile("(bleu_placement_pass_seconds)_sum (\\S+)");

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
        target: {nodeSelector: {zone: "%1$d"}%2$s}
      %3$s
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: w-%04d, namespace: load-%d}
      spec:
        replicas: 3
        workload: {%s}
        dataClasses: [Ordinary]
        resilience: {tolerate: [{of: Site, keep: 2, recover: Reserved}]}
      """;

  private static final String EXTERNAL = "external: {kind: VM, requests: {cpu: \"1\", memory: 4Gi}}";

  private static final String DEPLOYMENT =
      "deployment: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: example.com/c,"
          + " resources: {requests: {cpu: 10m, memory: 16Mi}}}]}}}";

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign-%d, namespace: default}
      spec:
        nodeName: zone-%d-n1
        terminationGracePeriodSeconds: 0
        containers: [{name: c, image: example.com/c, resources: {requests: {cpu: "1", memory: 1Gi}}}]
      """;

  private final KubernetesClient client;
  private final StartedOperator operator;
  private final int zones;
  private final int members;

  private ManyWorkloads(KubernetesClient client, StartedOperator operator, int zones, int members) {
    this.client = client;
    this.operator = operator;
    this.zones = zones;
    this.members = members;
  }

  /** Measures and prints; the arguments are the number of workloads, the seconds of rest, the number of zones, and of members that these are in. */
  public static void main(String[] arguments) throws Exception {
    int workloads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    int zones = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
    int members = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
    try (Sandbox sandbox = Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all(), members)) {
      KubernetesClient client = sandbox.client();
      client.resource(Serialization.unmarshal(LoadEstate.PROVIDER, CloudProvider.class)).create();
      sandbox.members().forEach(member -> client.resource(member.kubeconfigSecret("default")).create());
      for (int z = 1; z <= zones; z++) {
        zone(sandbox, z, members == 0 ? null : sandbox.members().get(z % members));
      }
      try (StartedOperator operator = new StartedOperator(sandbox.kubeconfig())) {
        operator.awaitReady(PATIENCE);
        ManyWorkloads bench = new ManyWorkloads(client, operator, zones, members);
        bench.create(workloads);
        bench.rest(seconds);
        if (members == 0) {
          bench.pods();
        }
      }
    }
  }

  /** A zone on nodes of the hub, whose room is measured, or on nodes of a member, whose room is declared. */
  private static void zone(Sandbox sandbox, int zone, @Nullable FleetMember member) {
    String cluster = member == null ? "" : ", cluster: {kubeconfigSecretRef: {name: " + member.name() + "}}";
    String capacity = member == null ? "" : "  capacity: {cpu: \"8000\", memory: 32Ti}";
    sandbox.client().resource(Serialization.unmarshal(ZONE.formatted(zone, cluster, capacity), AvailabilityZone.class)).create();
    for (int n = 1; n <= 2; n++) {
      FakeNode node =
          FakeNode.inZone("zone-" + zone, "zone-" + zone + "-n" + n)
              .withLabel("zone", String.valueOf(zone))
              .withCapacity("cpu", "4000")
              .withCapacity("memory", "16Ti");
      if (member == null) {
        sandbox.add(node);
      } else {
        member.nodes().add(node);
      }
    }
  }

  private void create(int workloads) throws Exception {
    for (int n = 0; n < NAMESPACES; n++) {
      client.resource(new NamespaceBuilder().withNewMetadata().withName("load-" + n).endMetadata().build()).create();
    }
    settle();
    Map<String, Double> kinds = kinds();
    double start = operator.cpu();
    double written = writes();
    double passes = sum(PASSES);
    double passing = sum(PASSING);
    Map<String, Double> before = reconciled();
    long began = System.nanoTime();
    ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
    try {
      List<Future<?>> created = new ArrayList<>();
      for (int i = 0; i < workloads; i++) {
        HasMetadata workload = Serialization.unmarshal(WORKLOAD.formatted(i, i % NAMESPACES, members == 0 ? EXTERNAL : DEPLOYMENT), BleuWorkload.class);
        created.add(creators.submit(() -> client.resource(workload).create()));
      }
      for (Future<?> each : created) {
        each.get();
      }
    } finally {
      creators.shutdownNow();
    }
    settle();
    System.out.printf(
        "%d workloads, %d zones: settled after %.0f s, %.1f s of processor time, %.1f before the first; %.0f writes, %.0f passes in %.1f s, reconciliations %s; %d MiB resident, %d MiB at most%n",
        workloads,
        zones,
        seconds(began),
        operator.cpu(),
        start,
        writes() - written,
        sum(PASSES) - passes,
        sum(PASSING) - passing,
        since(before),
        operator.status("VmRSS") / 1024,
        operator.status("VmHWM") / 1024);
    Map<String, Double> since = kinds();
    since.replaceAll((kind, count) -> count - kinds.getOrDefault(kind, 0.0));
    since.values().removeAll(Set.of(0.0));
    System.out.println("of these writes: " + since);
  }

  private void rest(int seconds) throws Exception {
    double cpu = operator.cpu();
    double writes = writes();
    Map<String, Double> before = reconciled();
    double passes = sum(PASSES);
    TimeUnit.SECONDS.sleep(seconds);
    System.out.printf(
        "%d s of rest: %.0f writes, %.2f s of processor time (%.2f %%), %.0f passes, reconciliations %s; %d MiB resident%n",
        seconds,
        writes() - writes,
        operator.cpu() - cpu,
        (operator.cpu() - cpu) * 100 / seconds,
        sum(PASSES) - passes,
        since(before),
        operator.status("VmRSS") / 1024);
  }

  private void pods() throws Exception {
    for (int p = 0; p < PODS; p++) {
      double cpu = operator.cpu();
      Map<String, Double> before = reconciled();
      double passes = sum(PASSES);
      double passing = sum(PASSING);
      double writes = writes();
      client.resource(Serialization.unmarshal(POD.formatted(p, 1 + p % zones), Pod.class)).create();
      while (sum(PASSES) == passes) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      settle();
      System.out.printf(
          "foreign pod %d bound: reconciliations %s, %.0f passes of %.0f ms by the clock, %.0f writes, %.2f s of processor time until still for %d s%n",
          p, since(before), sum(PASSES) - passes, (sum(PASSING) - passing) * 1e3, writes() - writes, operator.cpu() - cpu, STILL);
    }
  }

  /** Until nobody has looked at or written anything for a while. */
  private void settle() throws Exception {
    long began = System.nanoTime();
    String before = "";
    int still = 0;
    while (still < STILL) {
      if (seconds(began) > PATIENCE.toSeconds()) {
        throw new IllegalStateException("the operator does not come to rest: " + before);
      }
      String now = reconciled() + " " + sum(PASSES) + " " + writes();
      still = now.equals(before) ? still + 1 : 0;
      before = now;
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private Map<String, Double> reconciled() throws Exception {
    return byName(operator.metrics(), RECONCILED);
  }

  private Map<String, Double> since(Map<String, Double> before) throws Exception {
    Map<String, Double> since = new TreeMap<>();
    reconciled().forEach((name, count) -> since.put(name, count - before.getOrDefault(name, 0.0)));
    since.values().removeAll(Set.of(0.0));
    return since;
  }

  private double sum(Pattern pattern) throws Exception {
    return byName(operator.metrics(), pattern).values().stream().mapToDouble(v -> v).sum();
  }

  /** Of our kinds and of Events, by whomever; the measurement writes none while it counts. */
  private double writes() {
    double sum = 0;
    for (String line : client.raw("/metrics").split("\n")) {
      Matcher written = WRITTEN.matcher(line);
      if (written.matches()) {
        sum += Double.parseDouble(written.group(1));
      }
    }
    return sum;
  }

  private Map<String, Double> kinds() {
    Map<String, Double> found = new TreeMap<>();
    for (String line : client.raw("/metrics").split("\n")) {
      Matcher one = WRITTEN_OF.matcher(line);
      if (one.matches()) {
        String kind = one.group(1).replaceAll("resource=\"([^\"]*)\".*subresource=\"([^\"]*)\"", "$1/$2");
        found.merge(one.group(2).replaceAll("verb=|\"", "") + " " + kind, Double.parseDouble(one.group(3)), Double::sum);
      }
    }
    return found;
  }

  private static Map<String, Double> byName(String text, Pattern pattern) {
    Map<String, Double> found = new TreeMap<>();
    for (String line : text.split("\n")) {
      Matcher one = pattern.matcher(line);
      if (one.matches()) {
        found.merge(one.group(1), Double.parseDouble(one.group(2)), Double::sum);
      }
    }
    return found;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
