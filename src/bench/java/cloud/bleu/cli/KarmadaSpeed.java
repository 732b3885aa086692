package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The operator as a scheduler of Karmada, and Karmada's own one, on the same fleet in the same run:
 * how many bindings by the second get their clusters, and how long one waits for that. Both run as
 * processes. In turns, a round each: first one after the other, then as many at once as are asked
 * for.
 */
public final class KarmadaSpeed {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAMESPACE = KarmadaLoad.NAMESPACE;
  private static final int ALONE = 15;
  private static final Map<String, String> SCHEDULERS =
      Map.of("karmada", "default-scheduler", "bleu", ResourceBinding.SCHEDULER);

  /**
   * What client-go writes where a request waits for the limit of its own client, with how long
   * (client-go 0.35).
   */
  private static final Pattern THROTTLED =
      Pattern.compile("Waited before sending request\" delay=\"([^\"]+)\"");

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

  private final KubernetesClient hub;
  private final KarmadaLoad load;
  private final Milestone created = new Milestone();
  private final Milestone decided = new Milestone();
  private final Milestone applied = new Milestone();

  /** Replicas that members have been told, by name and member. */
  private final Map<String, Map<String, Integer>> told = new ConcurrentHashMap<>();

  private KarmadaSpeed(KubernetesClient hub) {
    this.hub = hub;
    load = new KarmadaLoad(hub);
  }

  /**
   * Measures and prints; the arguments are how many bindings are made at once in a round, and how
   * many rounds there are.
   */
  public static void main(String[] arguments) throws Exception {
    int bindings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path kubeconfig = Files.createTempFile("bleu-karmada-", ".kubeconfig");
    try (Fleet fleet =
            Fleet.start(
                ControlPlaneBinaries.find(System.getenv()),
                PlaneFlags.NONE,
                PlaneFlags.NONE.withControllerManager(PlaneFlags.TEMPLATES_ONLY),
                2,
                ProjectKinds::install);
        KubernetesClient hub = fleet.hub().adminClient()) {
      Files.writeString(kubeconfig, fleet.kubeconfig());
      KarmadaSpeed bench = new KarmadaSpeed(hub);
      for (FleetMember member : fleet.members()) {
        member
            .nodes()
            .add(
                FakeNode.inZone(member.name(), member.name() + "-n1")
                    .withCapacity("cpu", "4000")
                    .withCapacity("memory", "16Ti")
                    .withCapacity("pods", "100000"));
      }
      try (KarmadaPlane karmada = KarmadaPlane.on(fleet);
          StartedOperator operator = StartedOperator.ofThisClassPath(kubeconfig)) {
        String metrics = "http://127.0.0.1:" + karmada.startScheduler() + "/metrics";
        operator.awaitReady(PATIENCE);
        bench.estate(fleet.members());
        System.out.printf(
            "scheduler  round  alone: %d  binding to clusters p50  p99   at once: %d  a second  binding to clusters p50  p99  template to clusters p50  p99%n",
            ALONE, bindings);
        for (int round = 0; round <= rounds; round++) {
          // Who begins alternates; round 0 warms both up and is not counted.
          for (String side :
              round % 2 == 0 ? List.of("karmada", "bleu") : List.of("bleu", "karmada")) {
            bench.round(side, round, bindings);
          }
        }
        System.out.println("of the schedulers themselves, of all rounds:");
        told(
            StartedOperator.get(metrics),
            "karmada_scheduler_(scheduling_algorithm|e2e_scheduling)_duration_seconds_(sum|count).*");
        told(operator.metrics(), "bleu_(placement_pass|decision)_seconds_(sum|count).*");
        System.out.println(
            "of Karmada's controller manager, one wait of more than a second in ten seconds for its own limit of requests: "
                + throttled(karmada.controllerManager().log()));
      }
    } finally {
      Files.delete(kubeconfig);
      // Its threads would wait for ever where a round has failed.
      THREADS.shutdownNow();
    }
  }

  private static String throttled(Path log) throws IOException {
    List<String> waits =
        THROTTLED.matcher(Files.readString(log)).results().map(wait -> wait.group(1)).toList();
    return waits.isEmpty() ? "none" : String.join("  ", waits);
  }

  private static void told(String metrics, String which) {
    metrics
        .lines()
        .filter(line -> line.matches(which))
        .forEach(line -> System.out.println("  " + line));
  }

  private void estate(List<FleetMember> members) throws InterruptedException {
    create(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    create(Serialization.unmarshal(LoadEstate.PROVIDER));
    members.forEach(
        member ->
            create(
                Serialization.unmarshal(
                    LoadEstate.zone(
                        member.name(), "", "karmada: {cluster: " + member.name() + "}"))));
    List<String> clusters = members.stream().map(FleetMember::name).toList();
    SCHEDULERS.forEach((side, scheduler) -> create(KarmadaLoad.policy(side, scheduler, clusters)));
    load.watch();
    decided.watch(
        hub.resources(WorkloadPlacement.class).inNamespace(NAMESPACE),
        placement -> Optional.of(placement.getMetadata().getName()));
    members.forEach(
        member ->
            applied.watch(
                member.client().apps().deployments().inNamespace(NAMESPACE),
                deployment -> told(member.name(), deployment)));
  }

  /** The name of what the members together were told all replicas of. */
  private Optional<String> told(String member, Deployment deployment) {
    Map<String, Integer> replicas =
        told.computeIfAbsent(deployment.getMetadata().getName(), n -> new ConcurrentHashMap<>());
    replicas.put(member, deployment.getSpec().getReplicas());
    boolean all = replicas.values().stream().mapToInt(n -> n).sum() == KarmadaLoad.REPLICAS;
    return all ? Optional.of(deployment.getMetadata().getName()) : Optional.empty();
  }

  private void create(HasMetadata object) {
    hub.resource(object).create();
  }

  private void round(String side, int round, int bindings) throws Exception {
    List<String> alone = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      String name = side + "-" + round + "-alone-" + i;
      alone.add(name);
      one(side, name);
      applied.await(List.of(name));
    }
    Milestone bound = load.bound();
    Milestone scheduled = load.scheduled();
    System.out.printf(
        "  alone: %sbinding with clusters to Deployments in members p50 %s, p99 %s, the first %s%n",
        side.equals("bleu")
            ? "decision to binding with clusters p50 %s, p99 %s; "
                .formatted(scheduled.since(decided, alone, 50), scheduled.since(decided, alone, 99))
            : "",
        applied.since(scheduled, alone, 50),
        applied.since(scheduled, alone, 99),
        applied.since(scheduled, alone.subList(0, 1), 50));
    List<String> many = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < bindings; i++) {
      String name = side + "-" + round + "-many-" + i;
      many.add(name);
      THREADS.execute(() -> one(side, name));
    }
    scheduled.await(many);
    System.out.printf(
        "%-9s  %5s  %32s  %s  %23.1f  %23s  %s  %24s  %s%n",
        side,
        round == 0 ? "warm" : round,
        scheduled.since(bound, alone, 50),
        scheduled.since(bound, alone, 99),
        bindings / ((scheduled.last(many) - began) / 1e9),
        scheduled.since(bound, many, 50),
        scheduled.since(bound, many, 99),
        scheduled.since(created, many, 50),
        scheduled.since(created, many, 99));
    // Else the first of the next round waits for what Karmada still has to do of this one.
    load.settled().await(many);
    System.out.printf(
        "  at once: all told to the members after %.1f s, all known to be ready after %.1f s%n",
        (applied.last(many) - began) / 1e9, (load.settled().last(many) - began) / 1e9);
  }

  /** Who uses the operator writes what is to be placed as well. */
  private void one(String side, String name) {
    created.reached(name);
    create(KarmadaLoad.template(name, side));
    if (side.equals("bleu")) {
      create(KarmadaLoad.workload(name, "countries: [FR]"));
    }
  }
}
