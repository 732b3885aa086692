package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator as a scheduler of Karmada, and Karmada's own one, on the same fleet in the same run:
 * how many bindings by the second get their clusters, and how long one waits for that. Both run as
 * processes. In turns, a round each: first one after the other, then as many at once as are asked
 * for. One alone is asked for once it has a binding; at once all is written together.
 */
public final class KarmadaSpeed {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ALONE = 15;
  private static final Map<String, String> SCHEDULERS =
      Map.of("karmada", "default-scheduler", "bleu", ResourceBinding.SCHEDULER);

  private final KubernetesClient hub;
  private final Callers callers;
  private final KarmadaLoad load;
  private final Milestone created = new Milestone();
  private final Milestone decided = new Milestone();
  private final Milestone applied = new Milestone();

  /** Replicas that stand in the members, by name and member. */
  private final Map<String, Map<String, Integer>> replicas = new ConcurrentHashMap<>();

  private KarmadaSpeed(KubernetesClient hub, Callers callers) {
    this.hub = hub;
    this.callers = callers;
    load = new KarmadaLoad(hub);
  }

  /**
   * Measures and prints a table in Markdown, each span as its median and its most; the arguments
   * are how many bindings are made at once in a round, and how many rounds there are.
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
        KubernetesClient hub = fleet.hub().adminClient();
        Callers callers = new Callers()) {
      Files.writeString(kubeconfig, fleet.kubeconfig());
      KarmadaSpeed bench = new KarmadaSpeed(hub, callers);
      for (FleetMember member : fleet.members()) {
        member.nodes().add(LoadEstate.node(member.name()));
      }
      try (KarmadaPlane karmada = KarmadaPlane.on(fleet);
          StartedOperator operator = new StartedOperator(kubeconfig)) {
        String metrics = "http://127.0.0.1:" + karmada.startScheduler() + "/metrics";
        operator.awaitReady(PATIENCE);
        bench.estate(fleet.members());
        System.out.println(
            "| scheduler, round | made | template to binding | binding to clusters | decision to clusters | template to clusters | clusters to Deployments in the members | with clusters: a second | all in the members after | all known to be ready after | load |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int round = 0; round <= rounds; round++) {
          // Who begins alternates; round 0 warms both up and is not counted.
          for (String side :
              round % 2 == 0 ? List.of("karmada", "bleu") : List.of("bleu", "karmada")) {
            bench.round(side, round, bindings);
          }
        }
        System.out.println("of the schedulers themselves, of all rounds:");
        print(
            StartedOperator.get(metrics),
            "karmada_scheduler_(scheduling_algorithm|e2e_scheduling)_duration_seconds_(sum|count).*");
        print(operator.metrics(), "bleu_(placement_pass|decision)_seconds_(sum|count).*");
      }
    } finally {
      Files.delete(kubeconfig);
    }
  }

  private static void print(String metrics, String which) {
    metrics
        .lines()
        .filter(line -> line.matches(which))
        .forEach(line -> System.out.println("  " + line));
  }

  private void estate(List<FleetMember> members) throws InterruptedException {
    LoadEstate.begin(hub);
    members.forEach(
        member ->
            create(
                LoadEstate.zone(member.name(), "", "karmada: {cluster: " + member.name() + "}")));
    List<String> clusters = members.stream().map(FleetMember::name).toList();
    SCHEDULERS.forEach((side, scheduler) -> create(KarmadaLoad.policy(side, scheduler, clusters)));
    load.watch();
    decided.watch(
        hub.resources(WorkloadPlacement.class).inNamespace(LoadEstate.NAMESPACE),
        placement -> Optional.of(placement.getMetadata().getName()));
    members.forEach(
        member ->
            applied.watch(
                member.client().apps().deployments().inNamespace(LoadEstate.NAMESPACE),
                deployment -> carried(member.name(), deployment)));
  }

  /** The name of what the members together have all replicas of. */
  private Optional<String> carried(String member, Deployment deployment) {
    String name = deployment.getMetadata().getName();
    Map<String, Integer> each = replicas.computeIfAbsent(name, n -> new ConcurrentHashMap<>());
    each.put(member, deployment.getSpec().getReplicas());
    boolean all = each.values().stream().mapToInt(n -> n).sum() == KarmadaLoad.REPLICAS;
    return all ? Optional.of(name) : Optional.empty();
  }

  private void create(HasMetadata object) {
    hub.resource(object).create();
  }

  private void round(String side, int round, int bindings) throws InterruptedException {
    List<String> alone = LoadEstate.names(side + "-" + round + "-alone-", ALONE);
    for (String name : alone) {
      template(side, name);
      load.bound().await(List.of(name));
      ask(side, name);
      applied.await(List.of(name));
    }
    settle(side, alone);
    System.out.printf(
        "%s | none | none | none | %.1f |%n",
        spans(side, round, "alone, " + ALONE, alone), LoadEstate.load());
    System.out.printf(
        "  of the first of them, clusters to Deployments in the members: %s%n",
        applied.since(load.scheduled(), alone.subList(0, 1), 50));
    List<String> many = LoadEstate.names(side + "-" + round + "-many-", bindings);
    long began = System.nanoTime();
    callers.each(
        many,
        name -> {
          template(side, name);
          ask(side, name);
        });
    settle(side, many);
    System.out.printf(
        "%s | %.1f | %.1f s | %.1f s | %.1f |%n",
        spans(side, round, bindings + " at once", many),
        bindings / seconds(began, load.scheduled(), many),
        seconds(began, applied, many),
        seconds(began, load.settled(), many),
        LoadEstate.load());
    if (side.equals("bleu")) {
      System.out.printf(
          "  decided before there was a binding: %d of %d%n",
          decided.before(load.bound(), many), bindings);
    }
  }

  /**
   * Waits for all that is read of them, and until Karmada knows them to be ready: else the next
   * would wait for what it still has to do of these.
   */
  private void settle(String side, List<String> names) throws InterruptedException {
    load.bound().await(names);
    load.scheduled().await(names);
    applied.await(names);
    load.settled().await(names);
    if (side.equals("bleu")) {
      decided.await(names);
    }
  }

  private String spans(String side, int round, String made, List<String> names) {
    return "| %s, %s | %s | %s | %s | %s | %s | %s"
        .formatted(
            side,
            round == 0 ? "warm" : round,
            made,
            load.bound().since(created, names),
            load.scheduled().since(load.bound(), names),
            side.equals("bleu") ? load.scheduled().since(decided, names) : "none",
            load.scheduled().since(created, names),
            applied.since(load.scheduled(), names));
  }

  private static double seconds(long began, Milestone milestone, List<String> names) {
    return (milestone.last(names) - began) / 1e9;
  }

  private void template(String side, String name) {
    created.reached(name);
    create(KarmadaLoad.template(name, side));
  }

  /** Who uses the operator writes what is to be placed as well. */
  private void ask(String side, String name) {
    if (side.equals("bleu")) {
      create(KarmadaLoad.workload(name, "countries: [FR]"));
    }
  }
}
