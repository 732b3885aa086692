package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import cloud.bleu.sandbox.WorkAgent;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From a decision to what runs, by each kind of target, on one fleet with one operator as a
 * process: when the order is written, when the Deployment stands in the cluster, which is the share
 * of the engine where there is one, when its replicas are ready there, and when the hub knows.
 */
public final class TargetSpeed {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int WARM = 5;
  private static final int ALONE = 15;
  private static final int ROUNDS = 2;

  /** A kind of target, by the name of its zone. */
  private enum Kind {
    NODES,
    CLUSTER,
    PROFILE,
    OCM,
    KARMADA;

    private String zone() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final KubernetesClient hub;
  private final Callers callers;
  private final KarmadaLoad karmada;
  private final Milestone decided = new Milestone();
  private final Milestone ordered = new Milestone();
  private final Milestone applied = new Milestone();
  private final Milestone ready = new Milestone();
  private final Milestone known = new Milestone();

  private TargetSpeed(KubernetesClient hub, Callers callers) {
    this.hub = hub;
    this.callers = callers;
    karmada = new KarmadaLoad(hub);
  }

  /**
   * Measures and prints a table in Markdown, each span as its median and its most; the argument is
   * how many workloads are made at once for each kind of target.
   */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    Path folder = Files.createTempDirectory("bleu-targets-");
    try (Fleet fleet =
            Fleet.start(
                ControlPlaneBinaries.find(System.getenv()),
                PlaneFlags.NONE,
                Kind.values().length - 1,
                ProjectKinds::install);
        KubernetesClient hub = fleet.hub().adminClient();
        Callers callers = new Callers();
        FakeNodes nodes = FakeNodes.on(hub, PlaneFlags.NONE.heartbeat())) {
      nodes.add(LoadEstate.node(Kind.NODES.zone()));
      new TargetSpeed(hub, callers).measure(fleet, folder, count);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void measure(Fleet fleet, Path folder, int count) throws Exception {
    TargetEstate estate = new TargetEstate(hub);
    estate.begin();
    List<FleetMember> members = fleet.members();
    members.forEach(member -> member.nodes().add(LoadEstate.node(member.name())));
    estate.zone(Kind.NODES.zone(), "nodeSelector: {zone: nodes}");
    estate.zone(Kind.CLUSTER.zone(), estate.byKubeconfig(members.get(0)));
    estate.zone(Kind.PROFILE.zone(), estate.byProfile(members.get(1), folder));
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), fleet.kubeconfig());
    Path agent = Path.of(System.getenv("BLEU_OCM_WORK"));
    try (WorkAgent unused = new WorkAgent(agent, fleet, members.get(2), hub, TargetEstate.MANAGED);
        StartedOperator operator =
            new StartedOperator(
                kubeconfig,
                "--cluster-access-providers",
                folder.resolve("providers.json").toString())) {
      estate.zone(
          Kind.OCM.zone(), "openClusterManagement: {managedCluster: " + TargetEstate.MANAGED + "}");
      operator.awaitReady(PATIENCE);
      follow(members);
      List<Kind> own = List.of(Kind.NODES, Kind.CLUSTER, Kind.PROFILE, Kind.OCM);
      for (Kind kind : own) {
        awaitReached(kind);
        alone(kind, "warm", WARM);
      }
      System.out.printf("load %.1f%n", LoadEstate.load());
      System.out.printf(
          "| target | made | decision to order | order to Deployment in the cluster | Deployment to all replicas ready there | ready there to known on the hub | decision to known |%n");
      System.out.println("|---|---|---|---|---|---|---|");
      measure(own, count);
      // Karmada wants a hub that runs no Deployment itself.
      fleet.hub().controllerManager().restart(PlaneFlags.TEMPLATES_ONLY);
      fleet.hub().awaitReady();
      try (KarmadaPlane unusedToo = KarmadaPlane.on(fleet, members.subList(3, 4))) {
        String cluster = members.get(3).name();
        estate.zone(Kind.KARMADA.zone(), "karmada: {cluster: " + cluster + "}");
        estate.create(
            KarmadaLoad.policy(Kind.KARMADA.zone(), ResourceBinding.SCHEDULER, List.of(cluster)));
        karmada.watch();
        awaitReached(Kind.KARMADA);
        alone(Kind.KARMADA, "warm", WARM);
        measure(List.of(Kind.KARMADA), count);
      }
      System.out.printf("load %.1f%n", LoadEstate.load());
    }
  }

  private void awaitReached(Kind kind) throws InterruptedException {
    if (kind != Kind.NODES) {
      Milestone.await(
          () -> "a way into " + kind.zone(),
          () -> {
            AvailabilityZone zone =
                hub.resources(AvailabilityZone.class).withName(kind.zone()).get();
            return zone.getStatus() != null
                && Optional.ofNullable(
                        Conditions.find(zone.getStatus().conditions(), "TargetReachable"))
                    .filter(c -> c.getStatus().equals("True"))
                    .isPresent();
          });
    }
  }

  private void follow(List<FleetMember> members) {
    decided.watch(
        hub.resources(WorkloadPlacement.class).inNamespace(LoadEstate.NAMESPACE),
        placement -> Optional.of(placement.getMetadata().getName()));
    known.watch(
        hub.resources(BleuWorkload.class).inNamespace(LoadEstate.NAMESPACE),
        workload ->
            workload.getStatus() != null && Conditions.isReady(workload.getStatus().conditions())
                ? Optional.of(workload.getMetadata().getName())
                : Optional.empty());
    ordered.watch(
        hub.genericKubernetesResources(ManifestWork.KIND).inNamespace(TargetEstate.MANAGED),
        LoadEstate::workloadOf);
    follow(hub, true);
    follow(members.get(0).client(), true);
    follow(members.get(1).client(), true);
    follow(members.get(2).client(), false);
    follow(members.get(3).client(), false);
  }

  /** Where the operator writes the Deployment itself, that is the order. */
  private void follow(KubernetesClient cluster, boolean isOrder) {
    ready.watch(
        cluster.apps().deployments().inNamespace(LoadEstate.NAMESPACE),
        deployment -> {
          Optional<String> name = of(deployment, cluster == hub);
          name.filter(one -> isOrder).ifPresent(ordered::reached);
          name.ifPresent(applied::reached);
          return name.filter(one -> KarmadaLoad.ready(deployment).isPresent());
        });
  }

  /** The workload that runs by a Deployment; on the hub those of Karmada are templates. */
  private static Optional<String> of(Deployment deployment, boolean isHub) {
    return LoadEstate.workloadOf(deployment)
        .or(() -> Optional.of(deployment.getMetadata().getName()).filter(name -> !isHub));
  }

  /** Twice, the second time the other way round, so that what grows meanwhile is shared. */
  private void measure(List<Kind> kinds, int count) throws InterruptedException {
    Map<Kind, List<String>> alone = new EnumMap<>(Kind.class);
    Map<Kind, List<String>> many = new EnumMap<>(Kind.class);
    List<Kind> order = new ArrayList<>(kinds);
    for (int round = 1; round <= ROUNDS; round++) {
      for (Kind kind : order) {
        alone
            .computeIfAbsent(kind, k -> new ArrayList<>())
            .addAll(alone(kind, "alone-" + round, ALONE));
        many.computeIfAbsent(kind, k -> new ArrayList<>())
            .addAll(atOnce(kind, "many-" + round, count));
      }
      Collections.reverse(order);
    }
    for (Kind kind : kinds) {
      report(kind, "alone, " + ROUNDS + " times " + ALONE, alone.get(kind));
      report(kind, ROUNDS + " times " + count + " at once", many.get(kind));
    }
  }

  private List<String> atOnce(Kind kind, String what, int count) throws InterruptedException {
    List<String> names = LoadEstate.names(kind.zone() + "-" + what + "-", count);
    template(kind, names);
    callers.each(names, name -> ask(kind, name));
    finish(kind, names);
    return names;
  }

  /** One after the other, each once the one before is known to be ready. */
  private List<String> alone(Kind kind, String what, int count) throws InterruptedException {
    List<String> names = LoadEstate.names(kind.zone() + "-" + what + "-", count);
    for (String name : names) {
      List<String> one = List.of(name);
      template(kind, one);
      ask(kind, name);
      finish(kind, one);
    }
    return names;
  }

  /**
   * With Karmada there is a binding before there is something to decide, so that what Karmada takes
   * to make it does not count.
   */
  private void template(Kind kind, List<String> names) throws InterruptedException {
    if (kind == Kind.KARMADA) {
      callers.each(names, name -> hub.resource(KarmadaLoad.template(name, kind.zone())).create());
      karmada.bound().await(names);
    }
  }

  private void ask(Kind kind, String name) {
    String only = "zones: {allow: [" + kind.zone() + "]}";
    hub.resource(
            kind == Kind.KARMADA
                ? KarmadaLoad.workload(name, only)
                : LoadEstate.workload(name, KarmadaLoad.REPLICAS, kind.zone()))
        .create();
  }

  private void finish(Kind kind, List<String> names) throws InterruptedException {
    decided.await(names);
    order(kind).await(names);
    applied.await(names);
    ready.await(names);
    known.await(names);
    if (kind == Kind.KARMADA) {
      karmada.settled().await(names);
    }
  }

  private Milestone order(Kind kind) {
    return kind == Kind.KARMADA ? karmada.scheduled() : ordered;
  }

  private void report(Kind kind, String made, List<String> names) {
    Milestone order = order(kind);
    boolean hasEngine = kind == Kind.KARMADA || kind == Kind.OCM;
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s | %s |%n",
        kind.zone(),
        made,
        order.since(decided, names),
        hasEngine ? applied.since(order, names) : "none",
        ready.since(applied, names),
        known.since(ready, names),
        known.since(decided, names));
  }
}
