package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.ocm.ManifestWork;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import cloud.bleu.sandbox.WorkAgent;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %1$s, namespace: load}
      spec:
        replicas: %2$d
        dataClasses: [Ordinary]
        workload:
          deployment:
            template:
              metadata: {labels: {app: %1$s}}
              spec: {containers: [{name: c, image: example.com/c, resources: {requests: {cpu: 10m, memory: 16Mi}}}]}
        residency: {zones: {allow: [%3$s]}}
      """;

  /** A kind of target, by the name of its zone. */
  private enum Way {
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
  private final KarmadaLoad karmada;
  private final Milestone decided = new Milestone();
  private final Milestone ordered = new Milestone();
  private final Milestone applied = new Milestone();
  private final Milestone ready = new Milestone();
  private final Milestone known = new Milestone();

  private TargetSpeed(KubernetesClient hub) {
    this.hub = hub;
    karmada = new KarmadaLoad(hub);
  }

  /**
   * Measures and prints a table in Markdown; the argument is how many workloads are made at once
   * for each kind of target.
   */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    Path folder = Files.createTempDirectory("bleu-targets-");
    try (Fleet fleet =
            Fleet.start(
                ControlPlaneBinaries.find(System.getenv()),
                PlaneFlags.NONE,
                Way.values().length - 1,
                ProjectKinds::install);
        KubernetesClient hub = fleet.hub().adminClient();
        FakeNodes nodes = FakeNodes.on(hub, PlaneFlags.NONE.heartbeat())) {
      nodes.add(TargetEstate.node(Way.NODES.zone()));
      new TargetSpeed(hub).measure(fleet, folder, count);
    } finally {
      // Its threads would wait for ever where something has failed.
      THREADS.shutdownNow();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void measure(Fleet fleet, Path folder, int count) throws Exception {
    TargetEstate estate = new TargetEstate(hub);
    estate.begin();
    List<FleetMember> members = fleet.members();
    members.forEach(member -> member.nodes().add(TargetEstate.node(member.name())));
    estate.zone(Way.NODES.zone(), "nodeSelector: {zone: nodes}");
    estate.zone(Way.CLUSTER.zone(), estate.byKubeconfig(members.get(0)));
    estate.zone(Way.PROFILE.zone(), estate.byProfile(members.get(1), folder));
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), fleet.kubeconfig());
    Path agent = Path.of(System.getenv("BLEU_OCM_WORK"));
    try (WorkAgent unused = new WorkAgent(agent, fleet, members.get(2), hub, TargetEstate.MANAGED);
        StartedOperator operator =
            new StartedOperator(
                kubeconfig,
                "--cluster-access-providers",
                folder.resolve("providers.json").toString())) {
      estate.zone(
          Way.OCM.zone(), "openClusterManagement: {managedCluster: " + TargetEstate.MANAGED + "}");
      operator.awaitReady(PATIENCE);
      follow(members);
      List<Way> ownWays = List.of(Way.NODES, Way.CLUSTER, Way.PROFILE, Way.OCM);
      for (Way way : ownWays) {
        awaitReached(way);
        alone(way, "warm", WARM);
      }
      System.out.printf(
          "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      System.out.printf(
          "| target | made | decision to order | order to Deployment in the cluster | Deployment to all replicas ready there | ready there to known on the hub | decision to known |%n");
      System.out.println("|---|---|---|---|---|---|---|");
      for (Way way : ownWays) {
        both(way, count);
      }
      // Karmada wants a hub that runs no Deployment itself.
      fleet.hub().controllerManager().restart(PlaneFlags.TEMPLATES_ONLY);
      fleet.hub().awaitReady();
      try (KarmadaPlane unusedToo = KarmadaPlane.on(fleet, members.subList(3, 4))) {
        String cluster = members.get(3).name();
        estate.zone(Way.KARMADA.zone(), "karmada: {cluster: " + cluster + "}");
        estate.create(
            KarmadaLoad.policy(Way.KARMADA.zone(), ResourceBinding.SCHEDULER, List.of(cluster)));
        karmada.watch();
        awaitReached(Way.KARMADA);
        alone(Way.KARMADA, "warm", WARM);
        both(Way.KARMADA, count);
      }
      System.out.printf(
          "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  private void awaitReached(Way way) throws InterruptedException {
    if (way != Way.NODES) {
      Milestone.await(
          () -> "a way into " + way.zone(),
          () -> {
            AvailabilityZone zone =
                hub.resources(AvailabilityZone.class).withName(way.zone()).get();
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
        hub.resources(WorkloadPlacement.class).inNamespace(TargetEstate.NAMESPACE),
        placement -> Optional.of(placement.getMetadata().getName()));
    known.watch(
        hub.resources(BleuWorkload.class).inNamespace(TargetEstate.NAMESPACE),
        workload ->
            workload.getStatus() != null && Conditions.isReady(workload.getStatus().conditions())
                ? Optional.of(workload.getMetadata().getName())
                : Optional.empty());
    ordered.watch(
        hub.genericKubernetesResources(ManifestWork.KIND).inNamespace(TargetEstate.MANAGED),
        TargetSpeed::workload);
    follow(hub, true);
    follow(members.get(0).client(), true);
    follow(members.get(1).client(), true);
    follow(members.get(2).client(), false);
    follow(members.get(3).client(), false);
  }

  /** Where the operator writes the Deployment itself, that is the order. */
  private void follow(KubernetesClient cluster, boolean isOrder) {
    applied.watch(
        cluster.apps().deployments().inNamespace(TargetEstate.NAMESPACE),
        deployment -> {
          Optional<String> name = of(deployment, cluster == hub);
          name.filter(one -> isOrder).ifPresent(ordered::reached);
          name.filter(one -> KarmadaLoad.ready(deployment).isPresent()).ifPresent(ready::reached);
          return name;
        });
  }

  /** The workload that runs by a Deployment; on the hub those of Karmada are templates. */
  private static Optional<String> of(Deployment deployment, boolean isHub) {
    return workload(deployment)
        .or(() -> Optional.of(deployment.getMetadata().getName()).filter(name -> !isHub));
  }

  private static Optional<String> workload(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.WORKLOAD));
  }

  private void both(Way way, int count) throws Exception {
    report(way, "alone, " + ALONE, alone(way, "alone", ALONE));
    List<String> names =
        Stream.iterate(0, i -> i + 1).limit(count).map(i -> way.zone() + "-many-" + i).toList();
    template(way, names);
    names.forEach(name -> THREADS.execute(() -> ask(way, name)));
    finish(way, names);
    report(way, count + " at once", names);
  }

  /** One after the other, each once the one before is known to be ready. */
  private List<String> alone(Way way, String what, int count) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> one = List.of(way.zone() + "-" + what + "-" + i);
      template(way, one);
      ask(way, one.get(0));
      finish(way, one);
      names.addAll(one);
    }
    return names;
  }

  /**
   * With Karmada there is a binding before there is something to decide, so that what Karmada takes
   * to make it does not count.
   */
  private void template(Way way, List<String> names) throws InterruptedException {
    if (way == Way.KARMADA) {
      names.forEach(
          name ->
              THREADS.execute(() -> hub.resource(KarmadaLoad.template(name, way.zone())).create()));
      karmada.bound().await(names);
    }
  }

  private void ask(Way way, String name) {
    String only = "zones: {allow: [" + way.zone() + "]}";
    hub.resource(
            way == Way.KARMADA
                ? KarmadaLoad.workload(name, only)
                : Serialization.unmarshal(
                    WORKLOAD.formatted(name, KarmadaLoad.REPLICAS, way.zone()), BleuWorkload.class))
        .create();
  }

  private void finish(Way way, List<String> names) throws InterruptedException {
    decided.await(names);
    applied.await(names);
    ready.await(names);
    known.await(names);
    if (way == Way.KARMADA) {
      karmada.settled().await(names);
    }
  }

  private void report(Way way, String made, List<String> names) {
    Milestone order = way == Way.KARMADA ? karmada.scheduled() : ordered;
    boolean hasEngine = way == Way.KARMADA || way == Way.OCM;
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s | %s |%n",
        way.zone(),
        made,
        span(decided, order, names),
        hasEngine ? span(order, applied, names) : "none",
        span(applied, ready, names),
        span(ready, known, names),
        span(decided, known, names));
  }

  private static String span(Milestone from, Milestone to, List<String> names) {
    return to.since(from, names, 50) + ", " + to.since(from, names, 99);
  }
}
